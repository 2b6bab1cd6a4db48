#include "kernel/world/address.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace fibrix {

SocketAddress SocketAddress::ipv4(std::array<std::uint8_t, 4> host, std::uint16_t port) noexcept {
    SocketAddress address;
    address.family = Family::ipv4;
    address.port = port;
    std::copy(host.begin(), host.end(), address.bytes.begin());
    return address;
}

std::optional<SocketAddress> SocketAddress::local(std::string_view path) noexcept {
    if (path.empty() || path.size() > longest_path) return std::nullopt;
    SocketAddress address;
    address.family = Family::local;
    address.path_length = static_cast<std::uint8_t>(path.size());
    std::copy(path.begin(), path.end(), address.bytes.begin());
    return address;
}

std::optional<SocketAddress> SocketAddress::numeric(std::string_view host, std::uint16_t port) noexcept {
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    std::array<char, INET6_ADDRSTRLEN + 1> text{};
    if (host.size() >= text.size()) return std::nullopt;
    std::copy(host.begin(), host.end(), text.begin());
    SocketAddress address;
    address.port = port;
    if (inet_pton(AF_INET, text.data(), address.bytes.data()) == 1) address.family = Family::ipv4;
    else if (inet_pton(AF_INET6, text.data(), address.bytes.data()) == 1) address.family = Family::ipv6;
    else return std::nullopt;
    return address;
}

std::string to_string(const SocketAddress& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    switch (address.family) {
        case SocketAddress::Family::none: return "none";
        case SocketAddress::Family::local: return "unix:" + std::string(address.path());
        case SocketAddress::Family::ipv4:
            inet_ntop(AF_INET, address.bytes.data(), text.data(), text.size());
            return std::string(text.data()) + ":" + std::to_string(address.port);
        case SocketAddress::Family::ipv6:
            inet_ntop(AF_INET6, address.bytes.data(), text.data(), text.size());
            return "[" + std::string(text.data()) + "]:" + std::to_string(address.port);
    }
    return "?";
}

}  // namespace fibrix
