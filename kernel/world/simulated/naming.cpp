// Names and addresses: which socket is where, and who may be there.

#include <algorithm>

#include "kernel/world/simulated/network.hpp"

namespace fibrix::simulated {
namespace {

using Family = SocketAddress::Family;

constexpr std::array<std::uint8_t, 16> loopback6{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

bool is_any(const SocketAddress& address) noexcept {
    return std::all_of(address.bytes.begin(), address.bytes.begin() + 16, [](auto byte) { return byte == 0; });
}

bool same_place(const SocketAddress& a, const SocketAddress& b) noexcept {
    return a.family == b.family && (is_any(a) || is_any(b) || a.bytes == b.bytes);
}

SocketAddress loopback(Family family) noexcept {
    auto address = SocketAddress::loopback(0);
    if (family == Family::ipv6) address = nowhere(family), std::ranges::copy(loopback6, address.bytes.begin());
    return address;
}

}  // namespace

SocketAddress nowhere(Family family) noexcept {
    SocketAddress address;
    address.family = family;
    return address;
}

bool is_loopback(const SocketAddress& address) noexcept {
    if (address.family == Family::ipv4) return address.bytes[0] == 127;
    return address.family == Family::local || std::equal(loopback6.begin(), loopback6.end(), address.bytes.begin());
}

// 10.0.0.N, and fd00::N.
SocketAddress Network::address_of(HostNumber host, Family family) noexcept {
    constexpr std::uint8_t private4 = 10, private6 = 0xfd;
    const auto number = static_cast<std::uint8_t>(host + 1);
    if (family == Family::ipv4) return SocketAddress::ipv4({private4, 0, 0, number}, 0);
    auto address = nowhere(family);
    address.bytes[0] = private6;
    address.bytes[15] = number;
    return address;
}

void Network::make_socket(HostNumber host, Operation& operation) {
    const auto family = operation.address->family;
    if (family == Family::none) return operation.fail(Errno::afnosupport);
    const auto number = numbered_++;
    hosts_[host].sockets[number] = std::make_shared<Socket>(host, number, family, operation.argument == 1);
    operation.succeed(number);
}

void Network::resolve(HostNumber host, Operation& operation) {
    const std::string_view name(reinterpret_cast<const char*>(operation.in.data()), operation.in.size());
    const auto found = std::find_if(hosts_.begin(), hosts_.end(), [&](const Host& each) { return each.name == name; });
    SocketAddress address = SocketAddress::loopback(0);
    if (found != hosts_.end() && name != "localhost")
        address = address_of(static_cast<HostNumber>(found - hosts_.begin()), Family::ipv4);
    else if (name != "localhost" || operation.addresses.empty()) return operation.fail(Errno::hostunreach);
    static_cast<void>(host);
    operation.addresses.front() = address;
    operation.succeed(1);
}

bool Network::is_own_address(HostNumber host, const SocketAddress& address) const {
    return is_any(address) || is_loopback(address) || address_of(host, address.family).bytes == address.bytes;
}

std::optional<HostNumber> Network::host_at(HostNumber from, const SocketAddress& address) const {
    if (is_loopback(address) || is_any(address)) return from;
    for (HostNumber host = 0; host < hosts_.size(); ++host)
        if (address_of(host, address.family).bytes == address.bytes) return host;
    return std::nullopt;
}

// As whom a receiver on `host` sees who sends to `to`: one that takes what comes to any address sends from the one
// that leads there.
SocketAddress Network::name_for(const Socket& socket, const SocketAddress& to, HostNumber host) {
    if (!is_any(socket.local)) return socket.local;
    auto sender = host != socket.host ? address_of(socket.host, to.family) : is_any(to) ? loopback(to.family) : to;
    sender.port = socket.local.port;
    return sender;
}

// The listener, or the datagram socket: the one that named this address itself before one that takes any.
SocketRef Network::find_bound(HostNumber host, const SocketAddress& address, bool datagram) const {
    SocketRef found;
    for (const auto& [number, socket] : hosts_[host].sockets) {
        if (socket->datagram != datagram || !socket->bound || socket->local.port != address.port) continue;
        if (!datagram && socket->state != Socket::State::listening) continue;
        const bool local = address.family == Family::local && socket->local.bytes == address.bytes;
        const bool exact = socket->local.family == address.family && socket->local.bytes == address.bytes;
        const bool any = address.family != Family::local && is_any(socket->local) &&
                         (socket->family == address.family ||
                          (socket->family == Family::ipv6 && !socket->has(SocketOption::v6_only)));
        if (local || exact) return socket;
        if (any && found == nullptr) found = socket;
    }
    return found;
}

// Two sockets at one place: never two that listen, unless both say so; others if both allow it.
bool Network::conflicts(const Socket& socket, const SocketAddress& wanted, bool to_listen) const {
    for (const auto& [number, other] : hosts_[socket.host].sockets) {
        if (other.get() == &socket || !other->bound || other->datagram != socket.datagram) continue;
        if (other->local.port != wanted.port || !same_place(other->local, wanted)) continue;
        if (other->has(SocketOption::reuse_port) && socket.has(SocketOption::reuse_port)) continue;
        const bool listens = other->state == Socket::State::listening;
        const bool reuse = other->has(SocketOption::reuse_address) && socket.has(SocketOption::reuse_address);
        if (to_listen ? listens : (!reuse || (listens && !socket.datagram))) return true;
    }
    return false;
}

void Network::bind(Socket& socket, Operation& operation) {
    const auto& wanted = *operation.address;
    auto& host = hosts_[socket.host];
    if (socket.bound || wanted.family != socket.family)
        return operation.fail(socket.bound ? Errno::inval : Errno::afnosupport);
    if (socket.family == Family::local) {
        if (!host.paths.insert(std::string(wanted.path())).second) return operation.fail(Errno::addrinuse);
        socket.local = wanted;
    } else {
        if (!is_own_address(socket.host, wanted)) return operation.fail(Errno::addrnotavail);
        if (wanted.port != 0 && conflicts(socket, wanted, false)) return operation.fail(Errno::addrinuse);
        if (wanted.port == 0 && !bind_somewhere(socket, wanted)) return operation.fail(Errno::addrinuse);
        if (wanted.port != 0) socket.local = wanted;
    }
    socket.bound = true;
    operation.succeed(0);
}

// At a port of the host's choice; false if there is none left.
bool Network::bind_somewhere(Socket& socket, const SocketAddress& from) {
    constexpr std::uint16_t first = 32768, last = 60999;
    auto& next = hosts_[socket.host].next_port;
    for (int attempts = 0; attempts <= last - first; ++attempts) {
        socket.local = from;
        socket.local.port = next;
        next = next == last ? first : static_cast<std::uint16_t>(next + 1);
        if (conflicts(socket, socket.local, false)) continue;
        return socket.bound = true;
    }
    socket.local = {};
    return false;
}

void Network::listen(Socket& socket, Operation& operation) {
    if (socket.datagram) return operation.fail(Errno::opnotsupp);
    if (socket.state == Socket::State::connected || socket.state == Socket::State::connecting)
        return operation.fail(Errno::inval);
    if (!socket.bound) {
        if (socket.family == Family::local) return operation.fail(Errno::inval);
        if (!bind_somewhere(socket, nowhere(socket.family))) return operation.fail(Errno::addrinuse);
    }
    if (socket.state != Socket::State::listening && socket.family != Family::local &&
        conflicts(socket, socket.local, true))
        return operation.fail(Errno::addrinuse);
    socket.state = Socket::State::listening;
    socket.backlog = static_cast<std::size_t>(std::max(0, operation.argument)) + 1;  // as Linux counts
    operation.succeed(0);
}

void Network::name_of(const Socket& socket, Operation& operation) {
    const bool peer = operation.code == Operation::Code::peer_name;
    if (peer && (socket.state != Socket::State::connected)) return operation.fail(Errno::notconn);
    *operation.address = peer ? socket.peer : socket.local;
    if (operation.address->family == Family::none) *operation.address = nowhere(socket.family);
    operation.succeed(0);
}

void Network::set_option(Socket& socket, Operation& operation) {
    const auto option = static_cast<SocketOption>(operation.argument);
    const bool local = socket.family == Family::local;
    if (option == SocketOption::no_delay && (local || socket.datagram)) return operation.fail(Errno::opnotsupp);
    if (option == SocketOption::v6_only && socket.family != Family::ipv6) return operation.fail(Errno::opnotsupp);
    const auto bit = std::uint32_t{1} << static_cast<unsigned>(option);
    constexpr int least = 2048, most = 4 * 1024 * 1024;
    const auto room = static_cast<std::size_t>(std::clamp(operation.value, least / 2, most)) * 2;
    if (option == SocketOption::receive_buffer) socket.receive_room = room;
    else if (option == SocketOption::send_buffer) socket.send_room = room;
    else if (operation.value != 0) socket.options |= bit;
    else socket.options &= ~bit;
    operation.succeed(0);
}

}  // namespace fibrix::simulated
