// Datagrams: each comes whole, or does not come; they may overtake each other, and come twice. Nobody is told what
// became of them.

#include <algorithm>
#include <cstring>

#include "kernel/world/simulated/network.hpp"

namespace fibrix::simulated {
namespace {

using Family = SocketAddress::Family;

constexpr std::size_t longest = 65507;  // what fits into a packet
constexpr Duration latest = std::chrono::milliseconds(500);

}  // namespace

bool Network::send_datagram(const SocketRef& socket, Operation& operation) {
    const auto& to = *operation.address;
    const auto failed = [&](Errno why) { return operation.fail(why), true; };
    if (!socket->datagram) return failed(Errno::opnotsupp);
    if (to.family != socket->family && (socket->family != Family::ipv6 || to.family != Family::ipv4))
        return failed(Errno::afnosupport);
    if (to.port == 0) return failed(Errno::inval);
    if (operation.in.size() > longest) return failed(Errno::msgsize);
    const auto host = host_at(socket->host, to);
    if (!host) return failed(Errno::netunreach);
    if (is_loopback(socket->local) && *host != socket->host) return failed(Errno::inval);
    if (!socket->bound && !bind_somewhere(*socket, nowhere(socket->family))) return failed(Errno::again);
    if (socket->sending_ended) return failed(Errno::pipe);
    operation.succeed(static_cast<std::int64_t>(operation.in.size()));
    if (!is_open(socket->host, *host) || faults_.happens(Fault::drop)) return true;
    Datagram datagram{name_for(*socket, to, *host),
                      {reinterpret_cast<const char*>(operation.in.data()), operation.in.size()}};
    auto span = delay(socket->host, *host, datagram.bytes.size());
    if (faults_.happens(Fault::reorder)) span += faults_.details(Fault::reorder).between(span, latest);
    const auto deliver = [this, host = *host, to, datagram] { deliver_datagram(host, to, datagram); };
    timeline_.after(span, deliver);
    if (faults_.happens(Fault::duplicate))
        timeline_.after(span + faults_.details(Fault::duplicate).between(Duration{}, latest), deliver);
    return true;
}

void Network::deliver_datagram(HostNumber host, const SocketAddress& to, const Datagram& datagram) {
    const auto at = hosts_[host].powered ? find_bound(host, to, true) : nullptr;
    if (at == nullptr) return;
    std::size_t held = 0;
    for (const auto& each : at->datagrams) held += each.bytes.size();
    if (held + datagram.bytes.size() > at->receive_room) return;
    at->datagrams.push_back(datagram);
    look_again(at);
}

bool Network::receive_datagram(Socket& socket, Operation& operation) {
    if (!socket.datagram) return operation.fail(Errno::opnotsupp), true;
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
