// The two ends of a connection, as their programs see them.

#include <algorithm>
#include <cstring>

#include "kernel/world/simulated/network.hpp"

namespace fibrix::simulated {
namespace {

using State = Socket::State;
using Family = SocketAddress::Family;

}  // namespace

// An error that came by itself is told once; then the connection is at its end.
bool Network::tell_error(Socket& socket, Operation& operation) {
    if (!socket.error) return false;
    operation.fail(*socket.error);
    socket.error.reset();
    return true;
}

// A short transfer now and then: programs must not rely on getting all at once.
std::size_t Network::shortened(std::size_t bytes) {
    if (bytes < 2 || !faults_.happens(Fault::short_transfer)) return bytes;
    return 1 + faults_.details(Fault::short_transfer).below(bytes - 1);
}

std::size_t Network::room(const Socket& socket) const {
    const auto other = socket.other.lock();
    const auto all = socket.send_room + (other ? other->receive_room : 0);
    return all > socket.lane.unread ? all - socket.lane.unread : 0;
}

// The first attempt sets out; a later one sees how it went.
bool Network::connect(const SocketRef& socket, Operation& operation) {
    if (operation.value == 0) {
        operation.value = 1;
        return begin_connect(socket, *operation.address, operation);
    }
    if (socket->error) return tell_error(*socket, operation);
    if (socket->state == State::connecting) return false;
    socket->state == State::connected ? operation.succeed(0) : operation.fail(Errno::connrefused);
    return true;
}

bool Network::begin_connect(const SocketRef& socket, const SocketAddress& to, Operation& operation) {
    const auto failed = [&](Errno why) { return operation.fail(why), true; };
    if (socket->datagram) return failed(Errno::opnotsupp);
    if (to.family != socket->family) return failed(Errno::inval);
    if (socket->state == State::connected) return failed(Errno::isconn);
    if (socket->state == State::listening) return failed(Errno::isconn);
    const auto host = host_at(socket->host, to);
    if (!host) return failed(Errno::netunreach);
    const bool local = socket->family == Family::local;
    const auto listener = local ? find_bound(*host, to, false) : nullptr;
    if (local && listener == nullptr)
        return failed(hosts_[*host].paths.contains(std::string(to.path())) ? Errno::connrefused : Errno::noent);
    if (local && listener->arrived.size() >= listener->backlog) return failed(Errno::again);
    auto source = *host == socket->host ? to : address_of(socket->host, socket->family);
    source.port = 0;
    if (!local && !socket->bound && !bind_somewhere(*socket, source)) return failed(Errno::addrnotavail);
    if (!local && socket->bound) {
        const auto port = std::exchange(socket->local, source).port;
        socket->local.port = port;
    }
    socket->peer = to;
    socket->lane.to = *host;
    socket->state = State::connecting;
    if (local) {
        greet(socket);
        return operation.succeed(0), true;
    }
    put(socket, {Piece::Kind::greeting});
    return false;
}

bool Network::accept(const SocketRef& socket, Operation& operation) {
    if (socket->state != State::listening) {
        operation.fail(socket->datagram ? Errno::opnotsupp : Errno::inval);
        return true;
    }
    if (socket->arrived.empty()) return false;
    auto taken = std::move(socket->arrived.front());
    socket->arrived.pop_front();
    taken->number = numbered_++;
    if (operation.address != nullptr) *operation.address = taken->peer;
    operation.succeed(taken->number);
    hosts_[socket->host].sockets[taken->number] = std::move(taken);
    return true;
}

bool Network::receive(const SocketRef& socket, Operation& operation) {
    if (socket->datagram) return receive_datagram(*socket, operation);
    if (const auto there = socket->readable(); there > 0) {
        const auto bytes = shortened(std::min(there, operation.out.size()));
        std::memcpy(operation.out.data(), socket->received.data() + socket->taken, bytes);
        socket->taken += bytes;
        socket->to_confirm += bytes;
        if (socket->readable() == 0) socket->received.clear(), socket->taken = 0;
        confirm(socket);
        operation.succeed(static_cast<std::int64_t>(bytes));
        return true;
    }
    if (tell_error(*socket, operation)) return true;
    const bool ended = socket->end_received || socket->receiving_ended || socket->state == State::broken;
    if (!ended && (socket->state == State::fresh || socket->state == State::listening)) {
        operation.fail(socket->family == Family::local && socket->state == State::fresh ? Errno::inval
                                                                                        : Errno::notconn);
        return true;
    }
    if (!ended) return false;
    operation.succeed(0);
    return true;
}

bool Network::send(const SocketRef& socket, Operation& operation) {
    if (socket->datagram) return operation.fail(Errno::notconn), true;
    if (tell_error(*socket, operation)) return true;
    if (socket->state == State::connecting) return false;
    if (socket->state != State::connected || socket->sending_ended) {
        const bool never_was = socket->state == State::fresh || socket->state == State::listening;
        operation.fail(never_was && socket->family == Family::local ? Errno::notconn : Errno::pipe);
        return true;
    }
    const auto space = room(*socket);
    if (space == 0) return false;
    const auto bytes = shortened(std::min(space, operation.in.size()));
    socket->lane.unread += bytes;
    put(socket, {Piece::Kind::bytes, std::string(reinterpret_cast<const char*>(operation.in.data()), bytes)});
    operation.succeed(static_cast<std::int64_t>(bytes));
    return true;
}

// What Linux does: it also marks a socket of which it says that it is not connected.
void Network::shut_down(const SocketRef& socket, Operation& operation) {
    const bool receiving = operation.argument != 1, sending = operation.argument != 0;
    operation.succeed(0);
    if (socket->state == State::listening) {
        if (!receiving) return;
        refuse_waiting(*socket);
        socket->state = State::fresh;
    } else {
        if (socket->state == State::fresh || socket->state == State::broken) operation.fail(Errno::notconn);
        const bool first = sending && !socket->sending_ended;
        socket->receiving_ended = socket->receiving_ended || receiving;
        socket->sending_ended = socket->sending_ended || sending;
        if (first && socket->state == State::connected) put(socket, {Piece::Kind::end});
    }
    look_again(socket);
}

// Nobody will accept them any more.
void Network::refuse_waiting(Socket& listener) {
    for (const auto& waiting : std::exchange(listener.arrived, {})) {
        waiting->closed = true;
        put(waiting, {Piece::Kind::reset});
    }
}

// What was not read is lost, and its sender is told so by a reset.
void Network::close(const SocketRef& socket) {
    for (auto* queue : {&socket->readers, &socket->writers})
        while (Operation* operation = queue->pop_front()) {
            operation->fail(Errno::canceled);
            finish(socket->host, *operation);
        }
    refuse_waiting(*socket);
    socket->closed = true;
    const bool connected = socket->state == State::connected || socket->state == State::connecting;
    if (connected) {
        if (socket->readable() > 0) put(socket, {Piece::Kind::reset});
        else if (!std::exchange(socket->sending_ended, true)) put(socket, {Piece::Kind::end});
    }
    if (socket->number >= 0) hosts_[socket->host].sockets.erase(socket->number);
}

}  // namespace fibrix::simulated
