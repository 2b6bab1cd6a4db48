#include "kernel/world/host_socket.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "kernel/world/socket_option.hpp"

namespace fibrix::host {
namespace {

union HostAddress {
    sockaddr any;
    sockaddr_in ipv4;
    sockaddr_in6 ipv6;
    sockaddr_un local;
};

socklen_t to_host(const SocketAddress& address, HostAddress& host) noexcept {
    host = {};
    switch (address.family) {
        case SocketAddress::Family::none: return 0;
        case SocketAddress::Family::ipv4:
            host.ipv4.sin_family = AF_INET;
            host.ipv4.sin_port = htons(address.port);
            std::memcpy(&host.ipv4.sin_addr, address.bytes.data(), 4);
            return sizeof host.ipv4;
        case SocketAddress::Family::ipv6:
            host.ipv6.sin6_family = AF_INET6;
            host.ipv6.sin6_port = htons(address.port);
            host.ipv6.sin6_scope_id = address.scope;
            std::memcpy(&host.ipv6.sin6_addr, address.bytes.data(), 16);
            return sizeof host.ipv6;
        case SocketAddress::Family::local:
            host.local.sun_family = AF_UNIX;
            std::memcpy(host.local.sun_path, address.bytes.data(), address.path_length);
            return static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address.path_length + 1u);
    }
    return 0;
}

SocketAddress from_host(const HostAddress& host, socklen_t length) noexcept {
    SocketAddress address;
    if (host.any.sa_family == AF_INET) {
        address.family = SocketAddress::Family::ipv4;
        address.port = ntohs(host.ipv4.sin_port);
        std::memcpy(address.bytes.data(), &host.ipv4.sin_addr, 4);
    } else if (host.any.sa_family == AF_INET6) {
        address.family = SocketAddress::Family::ipv6;
        address.port = ntohs(host.ipv6.sin6_port);
        address.scope = host.ipv6.sin6_scope_id;
        std::memcpy(address.bytes.data(), &host.ipv6.sin6_addr, 16);
    } else if (host.any.sa_family == AF_UNIX) {
        address.family = SocketAddress::Family::local;
        const auto room =
            static_cast<std::size_t>(length) - std::min<std::size_t>(length, offsetof(sockaddr_un, sun_path));
        address.path_length = static_cast<std::uint8_t>(strnlen(host.local.sun_path, room));
        std::memcpy(address.bytes.data(), host.local.sun_path, address.path_length);
    }
    return address;
}

bool finish(Operation& operation, std::int64_t result) {
    if (result >= 0) operation.succeed(result);
    else if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return false;
    else operation.fail(errno_from_host(errno));
    return true;
}

bool finish_now(Operation& operation, std::int64_t result) {
    if (!finish(operation, result)) operation.fail(errno_from_host(errno));
    return true;
}

bool name_of(Operation& operation, int (*ask)(int, sockaddr*, socklen_t*)) {
    HostAddress host{};
    socklen_t length = sizeof host;
    const int result = ask(operation.descriptor, &host.any, &length);
    if (result == 0) *operation.address = from_host(host, length);
    return finish_now(operation, result);
}

}  // namespace

bool make_socket(Operation& operation) {
    int family = AF_UNIX;
    if (operation.address->family == SocketAddress::Family::ipv4) family = AF_INET;
    if (operation.address->family == SocketAddress::Family::ipv6) family = AF_INET6;
    const int type = operation.argument == 1 ? SOCK_DGRAM : SOCK_STREAM;
    return finish_now(operation, ::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

bool bind(Operation& operation) {
    HostAddress host{};
    const auto length = to_host(*operation.address, host);
    return finish_now(operation, ::bind(operation.descriptor, &host.any, length));
}

bool listen(Operation& operation) { return finish_now(operation, ::listen(operation.descriptor, operation.argument)); }

bool accept(Operation& operation) {
    HostAddress host{};
    socklen_t length = sizeof host;
    int peer = -1;
    do {
        peer = ::accept4(operation.descriptor, &host.any, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    } while (peer < 0 && (errno == ECONNABORTED || errno == EINTR));
    if (peer >= 0 && operation.address != nullptr) *operation.address = from_host(host, length);
    return finish(operation, peer);
}

// The first attempt starts the connection; a later one, when the socket has become writable, asks how it went.
bool connect(Operation& operation) {
    if (operation.value == 0) {
        operation.value = 1;
        HostAddress host{};
        const auto length = to_host(*operation.address, host);
        const int result = ::connect(operation.descriptor, &host.any, length);
        if (result != 0 && errno == EINPROGRESS) return false;
        return finish_now(operation, result);
    }
    int error = 0;
    socklen_t length = sizeof error;
    if (::getsockopt(operation.descriptor, SOL_SOCKET, SO_ERROR, &error, &length) != 0) error = errno;
    if (error != 0) {
        operation.fail(errno_from_host(error));
        return true;
    }
    HostAddress peer{};
    length = sizeof peer;
    if (::getpeername(operation.descriptor, &peer.any, &length) != 0) return false;  // not connected yet
    operation.succeed(0);
    return true;
}

bool receive(Operation& operation) {
    return finish(operation, ::recv(operation.descriptor, operation.out.data(), operation.out.size(), 0));
}

bool send(Operation& operation) {
    return finish(operation, ::send(operation.descriptor, operation.in.data(), operation.in.size(), MSG_NOSIGNAL));
}

bool receive_from(Operation& operation) {
    HostAddress sender{};
    socklen_t length = sizeof sender;
    const auto got =
        ::recvfrom(operation.descriptor, operation.out.data(), operation.out.size(), 0, &sender.any, &length);
    if (got >= 0 && operation.address != nullptr) *operation.address = from_host(sender, length);
    return finish(operation, got);
}

bool send_to(Operation& operation) {
    HostAddress to{};
    const auto length = to_host(*operation.address, to);
    return finish(operation, ::sendto(operation.descriptor, operation.in.data(), operation.in.size(), MSG_NOSIGNAL,
                                      &to.any, length));
}

bool shutdown(Operation& operation) {
    constexpr int how[] = {SHUT_RD, SHUT_WR, SHUT_RDWR};
    return finish_now(operation, ::shutdown(operation.descriptor, how[operation.argument]));
}

bool set_option(Operation& operation) {
    struct HostOption {
        int level, name;
    };
    constexpr HostOption options[] = {
        {SOL_SOCKET, SO_REUSEADDR}, {SOL_SOCKET, SO_REUSEPORT}, {IPPROTO_TCP, TCP_NODELAY}, {SOL_SOCKET, SO_KEEPALIVE},
        {SOL_SOCKET, SO_RCVBUF},    {SOL_SOCKET, SO_SNDBUF},    {IPPROTO_IPV6, IPV6_V6ONLY}};
    const auto& option = options[operation.argument];
    return finish_now(operation,
                      ::setsockopt(operation.descriptor, option.level, option.name, &operation.value, sizeof(int)));
}

bool local_name(Operation& operation) { return name_of(operation, &::getsockname); }

bool peer_name(Operation& operation) { return name_of(operation, &::getpeername); }

std::vector<SocketAddress> look_up(const std::string& host, std::size_t most) {
    std::vector<SocketAddress> found;
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    if (::getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0) return found;
    for (const addrinfo* each = list; each != nullptr && found.size() < most; each = each->ai_next) {
        HostAddress address{};
        std::memcpy(&address, each->ai_addr, std::min<std::size_t>(each->ai_addrlen, sizeof address));
        found.push_back(from_host(address, each->ai_addrlen));
    }
    ::freeaddrinfo(list);
    return found;
}

}  // namespace fibrix::host
