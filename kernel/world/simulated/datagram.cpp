// Datagrams: each comes whole, or does not come; they may overtake each other, and come twice.

#include <algorithm>
#include <cstring>

#include "kernel/world/simulated/network.hpp"

namespace fibrix::simulated {

bool Network::send_datagram(const SocketRef& socket, Operation& operation) {
    constexpr std::size_t longest = 65507;
    if (tell_error(*socket, operation)) return true;
    if (socket->sending_ended) return operation.fail(Errno::pipe), true;
    if (socket->state != Socket::State::connected) return operation.fail(Errno::notconn), true;
    if (operation.in.size() > longest) return operation.fail(Errno::msgsize), true;
    operation.succeed(static_cast<std::int64_t>(operation.in.size()));
    const auto host = host_at(socket->host, socket->peer);
    if (!host || !is_open(socket->host, *host) || faults_.happens(Fault::drop)) return true;
    std::string bytes(reinterpret_cast<const char*>(operation.in.data()), operation.in.size());
    auto latency = delay(socket->host, *host, bytes.size());
    if (faults_.happens(Fault::reorder)) latency *= 8;
    const int copies = faults_.happens(Fault::duplicate) ? 2 : 1;
    for (int copy = 0; copy < copies; ++copy)
        timeline_.after(latency * (copy + 1),
                        [this, socket, to = socket->peer, bytes] { deliver_datagram(socket, to, bytes); });
    return true;
}

// Where nobody is, the sender hears of it at its next call.
void Network::deliver_datagram(const SocketRef& from, const SocketAddress& to, const std::string& bytes) {
    const auto host = host_at(from->host, to);
    if (!host || !hosts_[*host].powered) return;
    const auto at = find_bound(*host, to, true);
    if (at == nullptr) {
        from->error = Errno::connrefused;
        return look_again(from);
    }
    const bool stranger = at->state == Socket::State::connected && !(at->peer == from->local);
    std::size_t held = 0;
    for (const auto& [sender, text] : at->datagrams) held += text.size();
    if (stranger || held + bytes.size() > at->receive_room) return;
    at->datagrams.emplace_back(from->local, bytes);
    look_again(at);
}

bool Network::receive_datagram(Socket& socket, Operation& operation) {
    if (tell_error(socket, operation)) return true;
    if (socket.datagrams.empty()) {
        if (socket.receiving_ended) operation.succeed(0);
        return socket.receiving_ended;
    }
    const auto [sender, bytes] = std::move(socket.datagrams.front());
    socket.datagrams.pop_front();
    const auto size = std::min(bytes.size(), operation.out.size());  // the rest is lost
    if (size > 0) std::memcpy(operation.out.data(), bytes.data(), size);
    if (operation.address != nullptr) *operation.address = sender;
    operation.succeed(static_cast<std::int64_t>(size));
    return true;
}

}  // namespace fibrix::simulated
