#include "syscalls/socket/datagram.hpp"

namespace fibrix {

Result<DatagramSocket> DatagramSocket::at(const std::string& host, std::uint16_t port) {
    const auto addresses = sys::resolve(host, port);
    if (!addresses) return addresses.error();
    return at(addresses->front());
}

Result<DatagramSocket> DatagramSocket::towards(const SocketAddress& peer) {
    SocketAddress any;
    any.family = peer.family;
    return at(any);
}

}  // namespace fibrix
