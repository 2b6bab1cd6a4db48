// Stream and Listener: sockets as a program likes to have them, closed when they go.
#pragma once

#include <string>
#include <string_view>

#include "syscalls/socket/socket.hpp"
#include "syscalls/time/time.hpp"

namespace fibrix {

/// A connection. Movable; closes itself. Methods park unless they say otherwise.
class Stream {
public:
    Stream() noexcept = default;
    explicit Stream(Handle handle) noexcept : handle_(handle) {}

    static Result<Stream> connect(const SocketAddress& address, Deadline deadline = {}) {
        auto handle = sys::connect(address, deadline);
        if (!handle) return handle.error();
        return Stream(*handle);
    }
    /// To the first address of `host`, a name or a number, that answers. Errors: as `resolve` and `sys::connect`.
    static Result<Stream> connect(const std::string& host, std::uint16_t port, Deadline deadline = {});
    /// At least one byte, or 0 at the end of the stream.
    [[gnu::always_inline]] Result<std::size_t> receive(std::span<std::byte> buffer, Deadline deadline = {}) {
        return sys::receive(handle_.get(), buffer, deadline);
    }
    /// All of `data`, all in all until `deadline`; a signal that is handled meanwhile does not end it.
    Result<void> send_all(std::span<const std::byte> data, Deadline deadline = {}) {
        const auto until = sys::fixed(deadline);
        while (!data.empty()) {
            const auto taken = sys::send(handle_.get(), data, until);
            if (taken) data = data.subspan(*taken);
            else if (taken.error() != Errno::intr) return taken.error();
        }
        return {};
    }
    Result<void> send_all(std::string_view text, Deadline deadline = {}) {
        return send_all(std::as_bytes(std::span(text)), deadline);
    }
    /// The peer sees the end of the stream; receiving goes on. Never parks.
    Result<void> finish_sending() { return sys::shutdown(handle_.get(), sys::Direction::sending); }
    [[nodiscard]] Handle handle() const noexcept { return handle_.get(); }
    /// Gives the handle away: the connection is another's to close.
    [[nodiscard]] Handle release() noexcept { return handle_.release(); }

private:
    OwnedHandle handle_;
};

/// A listening socket. Movable; closes itself.
class Listener {
public:
    explicit Listener(Handle handle) noexcept : handle_(handle) {}

    /// Never parks.
    static Result<Listener> at(const SocketAddress& address) {
        auto handle = sys::listen(address);
        if (!handle) return handle.error();
        return Listener(*handle);
    }
    /// At the first address of `host`, a name or a number. Parks for a name. Errors: as `resolve` and `listen`.
    static Result<Listener> at(const std::string& host, std::uint16_t port);
    /// Parks until somebody connects.
    Result<Stream> accept(Deadline deadline = {}) {
        auto handle = sys::accept(handle_.get(), deadline);
        if (!handle) return handle.error();
        return Stream(*handle);
    }
    /// The same; but while there is no handle or descriptor for one more, it waits until others go.
    Result<Stream> accept_patiently();
    /// Where it listens; with the port the host has chosen. Never parks.
    [[nodiscard]] Result<SocketAddress> address() const { return sys::local_name(handle_.get()); }
    [[nodiscard]] Handle handle() const noexcept { return handle_.get(); }
    /// As that of Stream.
    [[nodiscard]] Handle release() noexcept { return handle_.release(); }

private:
    OwnedHandle handle_;
};

}  // namespace fibrix
