// The address of a socket: IPv4, IPv6, or the path of a Unix socket.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fibrix {

struct SocketAddress {
    enum class Family : std::uint8_t { none, ipv4, ipv6, local };

    Family family = Family::none;
    std::uint8_t path_length = 0;
    std::uint16_t port = 0;                 ///< in the host's byte order
    std::uint32_t scope = 0;                ///< IPv6 scope id
    std::array<std::uint8_t, 108> bytes{};  ///< 4 or 16 bytes of address, or the path

    static constexpr std::size_t longest_path = 107;

    static SocketAddress ipv4(std::array<std::uint8_t, 4> host, std::uint16_t port) noexcept;
    static SocketAddress loopback(std::uint16_t port) noexcept { return ipv4({127, 0, 0, 1}, port); }
    /// Empty if the path is empty or longer than `longest_path`.
    static std::optional<SocketAddress> local(std::string_view path) noexcept;
    /// A numeric host ("127.0.0.1", "::1", "[::1]"), or empty if it is a name.
    static std::optional<SocketAddress> numeric(std::string_view host, std::uint16_t port) noexcept;

    [[nodiscard]] std::string_view path() const noexcept {
        return {reinterpret_cast<const char*>(bytes.data()), path_length};
    }
    friend bool operator==(const SocketAddress&, const SocketAddress&) = default;
};

/// "127.0.0.1:7007", "[::1]:80", "unix:/run/x".
std::string to_string(const SocketAddress& address);

}  // namespace fibrix
