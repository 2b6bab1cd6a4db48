// The requests about datagrams: messages that arrive whole, or not at all, or twice, in any order.
#pragma once

#include "kernel/handle_table.hpp"
#include "syscalls/socket/carry_out.hpp"

namespace fibrix::sys {

/// A datagram that has come: how many bytes were taken of it, and from whom it is.
struct Received {
    std::size_t size = 0;
    SocketAddress sender{};
};
BOOST_DESCRIBE_STRUCT(Received, (), (size, sender))

namespace detail {

struct ReceiveFromState {
    Operation operation;
    SocketAddress sender;
};

template <class C>
Result<Outside> datagrams_of(C& call) {
    const auto socket = socket_of(call, call.request().socket);
    if (!socket) return socket.error();
    if (!(*socket)->datagrams()) return Errno::opnotsupp;
    return (*socket)->outside();
}

template <class C>
Outcome send_to(C& call) {
    Operation& operation = call.scratch();
    if (operation.state == Operation::State::idle) {
        const auto outside = datagrams_of(call);
        if (!outside) return call.fail(outside.error());
        operation.code = Operation::Code::send_to;
        operation.descriptor = *outside;
        operation.in = call.request().data;
        operation.address = &call.request().to;
    }
    if (!call.submit(operation)) return Outcome::parked;
    return operation.failed ? call.fail(operation.error) : call.answer();
}

template <class C>
Outcome receive_from(C& call) {
    auto& [operation, sender] = call.scratch();
    if (operation.state == Operation::State::idle) {
        const auto outside = datagrams_of(call);
        if (!outside) return call.fail(outside.error());
        operation.code = Operation::Code::receive_from;
        operation.descriptor = *outside;
        operation.out = call.request().buffer.span;
        operation.address = &sender;
    }
    if (!call.submit(operation)) return Outcome::parked;
    if (operation.failed) return call.fail(operation.error);
    return call.answer(Received{static_cast<std::size_t>(operation.result), sender});
}

}  // namespace detail

struct BindDatagram {
    using Result = Handle;
    SocketAddress address;
    static constexpr SyscallNumber number = family_socket + 10;
    static constexpr std::string_view help =
        "A socket for datagrams to and from `address`, IPv4 or IPv6; port 0 lets the host choose one.";
    static constexpr std::array errors{Errno::addrinuse, Errno::addrnotavail, Errno::afnosupport,
                                       Errno::acces,     Errno::mfile,        Errno::nfile};
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) {
        return call.answer(make_datagram_socket(call.world(), call.process(), call.request().address));
    }
};
BOOST_DESCRIBE_STRUCT(BindDatagram, (), (address))
/// Never parks.
inline constexpr Syscaller<BindDatagram> bind_datagram;

struct SendTo {
    using Result = void;
    using Scratch = Operation;
    Handle socket;
    SocketAddress to;
    std::span<const std::byte> data;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_socket + 11;
    static constexpr std::string_view help =
        "Sends `data`, at most 65507 bytes, as one datagram. Nobody says whether it arrives.";
    static constexpr std::array errors{Errno::badf,       Errno::notsock,     Errno::opnotsupp, Errno::afnosupport,
                                       Errno::inval,      Errno::msgsize,     Errno::acces,     Errno::perm,
                                       Errno::netunreach, Errno::hostunreach, Errno::pipe,      Errno::intr,
                                       Errno::timedout,   Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) { return detail::send_to(call); }
};
BOOST_DESCRIBE_STRUCT(SendTo, (), (socket, to, data, deadline))
/// Parks while the host has no room for what is to be sent.
inline constexpr Syscaller<SendTo> send_to;

struct ReceiveFrom {
    using Result = Received;
    using Scratch = detail::ReceiveFromState;
    Handle socket;
    Out<std::byte> buffer;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_socket + 12;
    static constexpr std::string_view help =
        "Waits for a datagram, takes it, and says who has sent it; what of it does not fit is lost.";
    static constexpr std::array errors{Errno::badf, Errno::notsock,  Errno::opnotsupp,
                                       Errno::intr, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) { return detail::receive_from(call); }
};
BOOST_DESCRIBE_STRUCT(ReceiveFrom, (), (socket, buffer, deadline))
/// Parks until there is one; it may be empty. Several readers are served in turn.
inline constexpr Syscaller<ReceiveFrom> receive_from;

}  // namespace fibrix::sys
