#include "kernel/world/simulated/network.hpp"

namespace fibrix::simulated {

HostNumber Network::add_host(std::string name, Operations& finished) {
    hosts_.push_back({std::move(name), &finished});
    return hosts_.size() - 1;
}

void Network::cut_power(HostNumber host) {
    auto& cut = hosts_[host];
    cut.powered = false;
    const auto sockets = std::exchange(cut.sockets, {});
    for (const auto& [number, socket] : sockets) {
        socket->closed = true;
        socket->lane.silent = true;
        for (const auto& waiting : socket->arrived) waiting->closed = waiting->lane.silent = true;
        for (auto* queue : {&socket->readers, &socket->writers})
            while (Operation* operation = queue->pop_front()) {
                operation->fail(Errno::canceled);
                finish(host, *operation);
            }
    }
    cut.paths.clear();
}

SocketRef Network::find(HostNumber host, Outside descriptor) const {
    const auto& sockets = hosts_[host].sockets;
    const auto found = sockets.find(descriptor);
    return found == sockets.end() ? nullptr : found->second;
}

void Network::finish(HostNumber host, Operation& operation) {
    operation.world = hosts_[host].finished;
    hosts_[host].finished->push_back(operation);
}

bool Network::submit(HostNumber host, Operation& operation) {
    using Code = Operation::Code;
    operation.state = Operation::State::pending;
    if (operation.code == Code::socket) return make_socket(host, operation), true;
    if (operation.code == Code::resolve) return resolve(host, operation), true;
    const auto socket = find(host, operation.descriptor);
    if (socket == nullptr) return operation.fail(Errno::badf), true;
    switch (operation.code) {
        case Code::receive:
        case Code::receive_from:
        case Code::read:
        case Code::accept: begin(socket, operation, true); break;
        case Code::send:
        case Code::send_to:
        case Code::write:
        case Code::connect: begin(socket, operation, false); break;
        case Code::poll: begin(socket, operation, operation.argument == 1); break;
        case Code::bind: bind(*socket, operation); break;
        case Code::listen: listen(*socket, operation); break;
        case Code::shutdown: shut_down(socket, operation); break;
        case Code::option: set_option(*socket, operation); break;
        case Code::local_name:
        case Code::peer_name: name_of(*socket, operation); break;
        case Code::terminal: operation.succeed(0); break;
        case Code::close:
            close(socket);
            operation.succeed(0);
            break;
        default: operation.fail(Errno::inval); break;
    }
    return operation.state == Operation::State::done;
}

// Carries the operation out, or queues it behind those that wait already.
void Network::begin(const SocketRef& socket, Operation& operation, bool reading) {
    auto& queue = reading ? socket->readers : socket->writers;
    const bool first = queue.empty() || operation.code == Operation::Code::poll;
    if (first && attempt(socket, operation)) return;
    operation.world = &queue;
    queue.push_back(operation);
}

bool Network::attempt(const SocketRef& socket, Operation& operation) {
    switch (operation.code) {
        case Operation::Code::receive:
        case Operation::Code::read: return receive(socket, operation);
        case Operation::Code::receive_from: return receive_datagram(*socket, operation);
        case Operation::Code::send_to: return send_datagram(socket, operation);
        case Operation::Code::accept: return accept(socket, operation);
        case Operation::Code::send:
        case Operation::Code::write: return send(socket, operation);
        case Operation::Code::connect: return connect(socket, operation);
        case Operation::Code::poll: return poll(*socket, operation);
        default: return false;
    }
}

// Something has changed: whoever waits is served in order, as far as it goes.
void Network::look_again(const SocketRef& socket) {
    for (auto* queue : {&socket->readers, &socket->writers}) {
        bool blocked = false;  // behind one that must wait only those go on that merely look
        for (Operation *each = queue->front(), *next = nullptr; each != nullptr; each = next) {
            next = Operations::next(*each);
            if (blocked && each->code != Operation::Code::poll) continue;
            if (!attempt(socket, *each)) {
                blocked = blocked || each->code != Operation::Code::poll;
                continue;
            }
            queue->remove(*each);
            finish(socket->host, *each);
        }
    }
}

bool Network::poll(const Socket& socket, Operation& operation) const {
    using State = Socket::State;
    const bool broken = socket.error.has_value() || socket.state == State::broken;
    bool ready = broken;
    if (socket.state == State::listening) ready = operation.argument == 1 && !socket.arrived.empty();
    else if (operation.argument == 1)
        ready = ready || socket.readable() > 0 || socket.end_received || socket.receiving_ended ||
                !socket.datagrams.empty();
    else
        ready =
            ready || socket.datagram || socket.sending_ended || (socket.state == State::connected && room(socket) > 0);
    if (socket.state == State::fresh && !socket.datagram) ready = true;  // as Linux says: it has hung up
    if (ready) operation.succeed(operation.argument);
    return ready;
}

}  // namespace fibrix::simulated
