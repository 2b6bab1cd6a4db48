// The socket options that servers need.
#pragma once

#include <cstdint>
#include <string_view>

namespace fibrix {

enum class SocketOption : std::uint8_t {
    reuse_address,   // bind although an old connection lingers on the port
    reuse_port,      // several sockets may bind the same port
    no_delay,        // send small pieces at once
    keep_alive,      // find out about a peer that is gone
    receive_buffer,  // bytes
    send_buffer,     // bytes
    v6_only,         // an IPv6 socket takes no IPv4
};

constexpr std::string_view to_string(SocketOption option) noexcept {
    switch (option) {
        case SocketOption::reuse_address: return "reuse_address";
        case SocketOption::reuse_port: return "reuse_port";
        case SocketOption::no_delay: return "no_delay";
        case SocketOption::keep_alive: return "keep_alive";
        case SocketOption::receive_buffer: return "receive_buffer";
        case SocketOption::send_buffer: return "send_buffer";
        case SocketOption::v6_only: return "v6_only";
    }
    return "?";
}

}  // namespace fibrix
