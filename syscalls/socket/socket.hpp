// The socket family: streams over IPv4, IPv6 and Unix sockets; datagrams are in datagram_requests.hpp.
#pragma once

#include <vector>

#include "kernel/handle_table.hpp"
#include "kernel/world/address.hpp"
#include "kernel/world/operation.hpp"
#include "kernel/world/socket_option.hpp"
#include "syscalls/handle/handle.hpp"
#include "syscalls/request.hpp"
#include "syscalls/socket/carry_out.hpp"
#include "syscalls/socket/datagram_requests.hpp"

namespace fibrix::sys {

enum class Direction : std::uint8_t { receiving, sending, both };
constexpr std::string_view to_string(Direction direction) noexcept {
    constexpr std::array<std::string_view, 3> names{"receiving", "sending", "both"};
    return names[static_cast<std::size_t>(direction)];
}

}  // namespace fibrix::sys

template <>
inline constexpr std::size_t fibrix::enumerators_of<fibrix::sys::Direction> = 3;

namespace fibrix::sys {

struct Listen {
    using Result = Handle;
    SocketAddress address;
    int backlog = 4096;
    static constexpr SyscallNumber number = family_socket + 0;
    static constexpr std::string_view help =
        "A socket that takes connections to `address`; port 0 lets the host choose one.";
    static constexpr std::array errors{Errno::addrinuse, Errno::addrnotavail, Errno::afnosupport,
                                       Errno::acces,     Errno::inval,        Errno::mfile,
                                       Errno::nfile,     Errno::noent,        Errno::netunreach};
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) { return detail::listen(call); }
};
BOOST_DESCRIBE_STRUCT(Listen, (), (address, backlog))
/// Never parks. The port is free again at once after a close.
inline constexpr Syscaller<Listen> listen;

struct Accept {
    using Result = Handle;
    using Scratch = Operation;
    Handle listener;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_socket + 1;
    static constexpr std::string_view help = "Waits for the next connection to a listening socket, and takes it.";
    static constexpr std::array errors{Errno::badf,  Errno::notsock, Errno::inval, Errno::opnotsupp, Errno::mfile,
                                       Errno::nfile, Errno::nomem,   Errno::intr,  Errno::timedout,  Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) { return detail::accept(call); }
};
BOOST_DESCRIBE_STRUCT(Accept, (), (listener, deadline))
/// Parks. After EMFILE the connection still waits: close something and accept again.
inline constexpr Syscaller<Accept> accept;

struct Connect {
    using Result = Handle;
    using Scratch = detail::ConnectState;
    SocketAddress address;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_socket + 2;
    static constexpr std::string_view help = "A socket connected to `address`.";
    static constexpr std::array errors{Errno::connrefused, Errno::netunreach, Errno::hostunreach, Errno::addrnotavail,
                                       Errno::afnosupport, Errno::acces,      Errno::noent,       Errno::again,
                                       Errno::connreset,   Errno::mfile,      Errno::nfile,       Errno::intr,
                                       Errno::timedout,    Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) { return detail::connect(call); }
};
BOOST_DESCRIBE_STRUCT(Connect, (), (address, deadline))
/// Parks.
inline constexpr Syscaller<Connect> connect;

struct Receive {
    using Result = std::size_t;
    using Scratch = Operation;
    Handle socket;
    Out<std::byte> buffer;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_socket + 3;
    static constexpr std::string_view help = "Receives what is there, at least one byte; 0 at the end of the stream.";
    static constexpr std::array errors{Errno::badf, Errno::notsock,  Errno::notconn, Errno::connreset,
                                       Errno::intr, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) { return detail::receive(call); }
};
BOOST_DESCRIBE_STRUCT(Receive, (), (socket, buffer, deadline))
/// Parks until there is something. Several readers are served in turn.
inline constexpr Syscaller<Receive> receive;

struct Send {
    using Result = std::size_t;
    using Scratch = Operation;
    Handle socket;
    std::span<const std::byte> data;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_socket + 4;
    static constexpr std::string_view help = "Sends from `data`; gives how much was taken, at least one byte.";
    static constexpr std::array errors{Errno::badf,      Errno::notsock, Errno::notconn,  Errno::pipe,
                                       Errno::connreset, Errno::intr,    Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) { return detail::send(call); }
};
BOOST_DESCRIBE_STRUCT(Send, (), (socket, data, deadline))
/// Parks while the peer does not read.
inline constexpr Syscaller<Send> send;

struct Shutdown {
    using Result = void;
    Handle socket;
    Direction direction = Direction::both;
    static constexpr SyscallNumber number = family_socket + 5;
    static constexpr std::string_view help =
        "Ends one direction of a connection, or both; the peer sees the end of the stream.";
    static constexpr std::array errors{Errno::badf, Errno::notsock, Errno::notconn};
    static constexpr bool release = true;
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) {
        const auto direction = call.request().direction;
        return detail::shutdown(call, direction != Direction::sending, direction != Direction::receiving);
    }
};
BOOST_DESCRIBE_STRUCT(Shutdown, (), (socket, direction))
/// Never parks.
inline constexpr Syscaller<Shutdown> shutdown;

struct SetOption {
    using Result = void;
    Handle socket;
    SocketOption option;
    int value;
    static constexpr SyscallNumber number = family_socket + 6;
    static constexpr std::string_view help = "Sets an option of a socket; 1 and 0 switch one on and off.";
    static constexpr std::array errors{Errno::badf, Errno::notsock, Errno::inval, Errno::opnotsupp};
    static constexpr Effect effect = Effect::idempotent;
    static Outcome carry_out(auto& call) { return detail::set_option(call); }
};
BOOST_DESCRIBE_STRUCT(SetOption, (), (socket, option, value))
/// Never parks.
inline constexpr Syscaller<SetOption> set_option;

struct LocalName {
    using Result = SocketAddress;
    Handle socket;
    static constexpr SyscallNumber number = family_socket + 7;
    static constexpr std::string_view help = "The address a socket is bound to.";
    static constexpr std::array errors{Errno::badf, Errno::notsock};
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) { return detail::name_of(call, Operation::Code::local_name); }
};
BOOST_DESCRIBE_STRUCT(LocalName, (), (socket))
/// Never parks.
inline constexpr Syscaller<LocalName> local_name;

struct PeerName {
    using Result = SocketAddress;
    Handle socket;
    static constexpr SyscallNumber number = family_socket + 8;
    static constexpr std::string_view help = "The address a socket is connected to.";
    static constexpr std::array errors{Errno::badf, Errno::notsock, Errno::notconn};
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) { return detail::name_of(call, Operation::Code::peer_name); }
};
BOOST_DESCRIBE_STRUCT(PeerName, (), (socket))
/// Never parks.
inline constexpr Syscaller<PeerName> peer_name;

struct Resolve {
    using Result = std::vector<SocketAddress>;
    using Scratch = detail::ResolveState;
    std::string host;
    std::uint16_t port;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_socket + 9;
    static constexpr std::string_view help = "The addresses of a host by name or number, each with `port`.";
    static constexpr std::array errors{Errno::hostunreach, Errno::netunreach, Errno::intr, Errno::timedout,
                                       Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) { return detail::resolve(call); }
};
BOOST_DESCRIBE_STRUCT(Resolve, (), (host, port, deadline))
/// Parks, unless `host` is numeric. Errors: EHOSTUNREACH (not known), ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<Resolve> resolve;

inline constexpr Family<Listen, Accept, Connect, Receive, Send, Shutdown, SetOption, LocalName, PeerName, Resolve,
                        BindDatagram, SendTo, ReceiveFrom>
    socket_family{"socket"};

}  // namespace fibrix::sys
