// DatagramSocket: a socket for messages that may be lost, as a program likes to have it, closed when it goes.
#pragma once

#include <string>
#include <string_view>

#include "syscalls/socket/socket.hpp"

namespace fibrix {

/// Movable; closes itself.
class DatagramSocket {
public:
    using Received = sys::Received;

    explicit DatagramSocket(Handle handle) noexcept : handle_(handle) {}

    /// Takes what is sent to `address`, and sends from there. Never parks.
    static Result<DatagramSocket> at(const SocketAddress& address) {
        auto handle = sys::bind_datagram(address);
        if (!handle) return handle.error();
        return DatagramSocket(*handle);
    }
    /// At the first address of `host`, a name or a number. Parks for a name. Errors: as `resolve` and `bind_datagram`.
    static Result<DatagramSocket> at(const std::string& host, std::uint16_t port);
    /// For whoever begins: at a port of the host's choice, to send to addresses of the family of `peer`.
    static Result<DatagramSocket> towards(const SocketAddress& peer);
    /// Parks while the host has no room.
    Result<void> send_to(const SocketAddress& to, std::span<const std::byte> data, Deadline deadline = {}) {
        return sys::send_to(handle_.get(), to, data, deadline);
    }
    Result<void> send_to(const SocketAddress& to, std::string_view text, Deadline deadline = {}) {
        return send_to(to, std::as_bytes(std::span(text)), deadline);
    }
    /// Parks until something comes: how much of `buffer` it takes, and who has sent it.
    Result<Received> receive_from(std::span<std::byte> buffer, Deadline deadline = {}) {
        return sys::receive_from(handle_.get(), buffer, deadline);
    }
    /// Where it is; with the port the host has chosen. Never parks.
    [[nodiscard]] Result<SocketAddress> address() const { return sys::local_name(handle_.get()); }
    [[nodiscard]] Handle handle() const noexcept { return handle_.get(); }

private:
    OwnedHandle handle_;
};

}  // namespace fibrix
