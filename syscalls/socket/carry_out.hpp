// How the socket requests are carried out: each is an operation of the World on the socket's outside.
#pragma once

#include <array>
#include <memory>

#include "kernel/handle_table.hpp"
#include "kernel/world/operation.hpp"
#include "syscalls/request.hpp"
#include "syscalls/socket/socket_object.hpp"

namespace fibrix::sys::detail {

struct ConnectState {
    Operation operation;
    Ref<Socket> socket;
};

struct ResolveState {
    Operation operation;
    std::array<SocketAddress, 8> found;
};

/// The socket of `handle`, or why there is none.
template <class C>
Result<Socket*> socket_of(C& call, Handle handle) {
    if (auto* socket = call.template object<Socket>(handle)) return socket;
    return call.process().handles.find(handle) == nullptr ? Errno::badf : Errno::notsock;
}

template <class C>
Outcome listen(C& call) {
    const auto& request = call.request();
    return call.answer(make_listener(call.world(), call.process(), request.address, request.backlog));
}

template <class C>
Outcome accept(C& call) {
    Operation& operation = call.scratch();
    if (operation.state == Operation::State::idle) {
        const auto listener = socket_of(call, call.request().listener);
        if (!listener) return call.fail(listener.error());
        if (call.process().handles.full()) return call.fail(Errno::mfile);  // before a connection is taken
        operation.code = Operation::Code::accept;
        operation.descriptor = (*listener)->outside();
    }
    if (!call.submit(operation)) return Outcome::parked;
    if (operation.failed) return call.fail(operation.error);
    const auto outside = static_cast<Outside>(operation.result);
    return call.answer(call.process().handles.add(make_object<Socket>(call.world(), outside, Socket::Role::stream)));
}

template <class C>
Outcome connect(C& call) {
    auto& [operation, socket] = call.scratch();
    if (operation.state == Operation::State::idle) {
        auto made = make_socket(call.world(), call.request().address, Socket::Role::stream);
        if (!made) return call.fail(made.error());
        socket = std::move(*made);
        operation.code = Operation::Code::connect;
        operation.descriptor = socket->outside();
        operation.address = &call.request().address;
    }
    if (!call.submit(operation)) return Outcome::parked;
    auto connected = std::move(socket);
    if (operation.failed) return call.fail(operation.error);
    return call.answer(call.process().handles.add(std::move(connected)));
}

template <class C>
Outcome transfer(C& call, Operation::Code code) {
    Operation& operation = call.scratch();
    if (operation.state == Operation::State::idle) {
        const auto socket = socket_of(call, call.request().socket);
        if (!socket) return call.fail(socket.error());
        const bool datagrams = (*socket)->datagrams();
        if (datagrams && code == Operation::Code::send) return call.fail(Errno::notconn);  // to whom?
        operation.code = datagrams ? Operation::Code::receive_from : code;
        operation.descriptor = (*socket)->outside();
    }
    if (!call.submit(operation)) return Outcome::parked;
    if (operation.failed) return call.fail(operation.error);
    return call.answer(static_cast<std::size_t>(operation.result));
}

template <class C>
Outcome receive(C& call) {
    call.scratch().out = call.request().buffer.span;
    if (call.request().buffer.span.empty()) return call.answer(std::size_t{0});
    return transfer(call, Operation::Code::receive);
}

template <class C>
Outcome send(C& call) {
    call.scratch().in = call.request().data;
    if (call.request().data.empty()) return call.answer(std::size_t{0});
    return transfer(call, Operation::Code::send);
}

template <class C>
Outcome simple(C& call, Operation operation) {
    const auto socket = socket_of(call, call.request().socket);
    if (!socket) return call.fail(socket.error());
    operation.descriptor = (*socket)->outside();
    const auto done = do_now(call.world(), operation);
    return done ? call.answer() : call.fail(done.error());
}

template <class C>
Outcome shutdown(C& call, bool receiving, bool sending) {
    const auto handle = call.request().socket;
    if (auto* file = call.template object<OpenFile>(handle)) return call.answer(file->shutdown(receiving, sending));
    return call.fail(call.process().handles.find(handle) == nullptr ? Errno::badf : Errno::notsock);
}

template <class C>
Outcome set_option(C& call) {
    const auto& request = call.request();
    return simple(
        call, {.code = Operation::Code::option, .argument = static_cast<int>(request.option), .value = request.value});
}

template <class C>
Outcome name_of(C& call, Operation::Code which) {
    const auto socket = socket_of(call, call.request().socket);
    if (!socket) return call.fail(socket.error());
    SocketAddress address;
    Operation ask{.code = which, .descriptor = (*socket)->outside(), .address = &address};
    const auto done = do_now(call.world(), ask);
    if (!done) return call.fail(done.error());
    return call.answer(address);
}

template <class C>
Outcome resolve(C& call) {
    const auto& request = call.request();
    if (const auto numeric = SocketAddress::numeric(request.host, request.port))
        return call.answer(std::vector<SocketAddress>{*numeric});
    auto& [operation, found] = call.scratch();
    operation.code = Operation::Code::resolve;
    operation.in = std::as_bytes(std::span(request.host));
    operation.addresses = found;
    if (!call.submit(operation)) return Outcome::parked;
    if (operation.failed) return call.fail(operation.error);
    std::vector<SocketAddress> all(found.begin(), found.begin() + operation.result);
    for (auto& address : all) address.port = request.port;
    return call.answer(std::move(all));
}

}  // namespace fibrix::sys::detail
