// The port family: messages between processes that agree on a name.
//
//     auto port = Port::open("prices").value();   // whoever comes first makes it
//     port.send("42");                            // parks while it is full
//     auto message = port.receive();              // in another process; parks while it is empty
#pragma once

#include <string>

#include "syscalls/handle/handle.hpp"
#include "syscalls/port/port_object.hpp"
#include "syscalls/request.hpp"

namespace fibrix::sys {

namespace detail {

/// The port outlives the wait: when it goes, the wait is cancelled.
struct PortState {
    PortObject* port = nullptr;
    bool find(auto& call) {
        if (port == nullptr) port = call.template object<PortObject>(call.request().port);
        return port != nullptr;
    }
};

}  // namespace detail

struct OpenPort {
    using Result = Handle;
    std::string name;
    PortMode mode = PortMode::either;
    std::uint32_t capacity = 64;
    static constexpr SyscallNumber number = family_port + 0;
    static constexpr std::string_view help =
        "A handle of the port `name`. Where there is none it is made, with room for `capacity` messages; that must not "
        "be so with `existing`, and must with `create`.";
    static constexpr std::array errors{Errno::inval, Errno::nametoolong, Errno::noent, Errno::exist, Errno::mfile};
    static Outcome carry_out(auto& call) {
        const auto& request = call.request();
        return call.answer(
            fibrix::open_port(call.kernel(), call.process(), request.name, request.mode, request.capacity));
    }
};
BOOST_DESCRIBE_STRUCT(OpenPort, (), (name, mode, capacity))
/// Never parks. Errors: EINVAL (no name; a capacity not from 1 to 65536), ENAMETOOLONG (above 255), ENOENT, EEXIST,
/// EMFILE.
inline constexpr Syscaller<OpenPort> open_port;

struct PortSend {
    using Result = void;
    using Scratch = detail::PortState;
    Handle port;
    std::span<const std::byte> message;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_port + 1;
    static constexpr std::string_view help =
        "Puts a message of up to 65536 bytes into a port, waiting while it is full.";
    static constexpr std::array errors{Errno::badf, Errno::msgsize, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static Outcome carry_out(auto& call) {
        if (!call.scratch().find(call)) return call.fail(Errno::badf);
        auto& port = *call.scratch().port;
        if (call.request().message.size() > PortObject::longest_message) return call.fail(Errno::msgsize);
        if (!port.serves(call.task(), Readiness::writing)) return call.park(*port.queue(Readiness::writing));
        port.put(call.request().message);
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(PortSend, (), (port, message, deadline))
/// Parks. Errors: EBADF, EMSGSIZE, ETIMEDOUT, ECANCELED (the last handle was closed).
inline constexpr Syscaller<PortSend> port_send;

struct PortReceive {
    using Result = std::string;
    using Scratch = detail::PortState;
    Handle port;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_port + 2;
    static constexpr std::string_view help = "Takes the next message out of a port, waiting while there is none.";
    static constexpr std::array errors{Errno::badf, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static Outcome carry_out(auto& call) {
        if (!call.scratch().find(call)) return call.fail(Errno::badf);
        auto& port = *call.scratch().port;
        if (!port.serves(call.task(), Readiness::reading)) return call.park(*port.queue(Readiness::reading));
        return call.answer(port.take());
    }
};
BOOST_DESCRIBE_STRUCT(PortReceive, (), (port, deadline))
/// Parks. Errors: EBADF, ETIMEDOUT, ECANCELED (the last handle was closed).
inline constexpr Syscaller<PortReceive> port_receive;

inline constexpr Family<OpenPort, PortSend, PortReceive> port_family{"port"};

}  // namespace fibrix::sys

namespace fibrix {

/// A port, as long as one holds it. Movable; closes itself. Methods park unless they say otherwise.
class Port {
public:
    explicit Port(Handle handle) noexcept : handle_(handle) {}

    /// Never parks. Errors: as `sys::open_port`.
    static Result<Port> open(std::string name, PortMode mode = PortMode::either, std::uint32_t capacity = 64) {
        const auto handle = sys::open_port(std::move(name), mode, capacity);
        if (!handle) return handle.error();
        return Port(*handle);
    }
    Result<void> send(std::string_view message, Deadline deadline = {}) {
        return sys::port_send(handle_.get(), std::as_bytes(std::span(message)), deadline);
    }
    Result<std::string> receive(Deadline deadline = {}) { return sys::port_receive(handle_.get(), deadline); }
    /// For `Select::readable` and `writable`.
    [[nodiscard]] Handle handle() const noexcept { return handle_.get(); }

private:
    OwnedHandle handle_;
};

}  // namespace fibrix
