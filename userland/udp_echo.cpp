// Sends every datagram back to who has sent it. Use it with ping, or with nc -u.
//
// It keeps nothing of anybody: what is lost, somebody must send again, and what comes twice it answers twice.

#include <vector>

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

constexpr std::size_t longest = 65507;

// An answer that cannot be sent is as good as one that was lost.
int serve(DatagramSocket& socket) {
    std::vector<std::byte> buffer(longest);
    for (;;) {
        const auto received = socket.receive_from(buffer);
        if (received) static_cast<void>(socket.send_to(received->sender, std::span(buffer).first(received->size)));
        if (received || received.error() == Errno::intr) continue;
        sys::print_error("udp_echo: cannot receive: {}\n", describe(received.error()));
        return 1;
    }
}

int udp_echo(Arguments& arguments) {
    std::uint16_t port = 7007;
    std::string host = "127.0.0.1";
    arguments.option("--port", port, "UDP port; 0 lets the host choose");
    arguments.option("--host", host, "address to listen on");
    if (const auto done = arguments.parse()) return *done;

    auto socket = DatagramSocket::at(host, port);
    if (!socket) {
        sys::print_error("udp_echo: cannot listen on '{}', port {}: {}\n", host, port, describe(socket.error()));
        return 1;
    }
    sys::print("udp_echo: listening on {}\n", to_string(socket->address().value()));
    return serve(*socket);
}

const Program program{"udp_echo", "Sends datagrams back to who has sent them.", udp_echo};

}  // namespace
