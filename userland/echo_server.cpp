// Sends back whatever a client sends: a task per connection, each reading like blocking code.
//
// A client that does not read makes only its own task wait. A client that ends its sending (half-close) still gets
// all that it sent. Out of descriptors, the server waits a moment and goes on; at the limit of clients it stops
// accepting until one goes.

#include <array>

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

void serve(Stream& client) {
    std::array<std::byte, 4096> buffer;
    for (;;) {
        const auto received = client.receive(buffer);
        if (!received || *received == 0) return;
        if (!client.send_all(std::span(buffer).first(*received))) return;
    }
}

int echo_server(Arguments& arguments) {
    std::uint16_t port = 7007;
    std::string host = "127.0.0.1";
    arguments.option("--port", port, "TCP port; 0 lets the host choose");
    arguments.option("--host", host, "address to listen on");
    if (const auto done = arguments.parse()) return *done;

    const auto addresses = sys::resolve(host, port);
    if (!addresses) {
        sys::print_error("echo_server: cannot find '{}': {}\n", host, describe(addresses.error()));
        return 1;
    }
    auto listener = Listener::at(addresses->front());
    if (!listener) {
        sys::print_error("echo_server: cannot listen on {}: {}\n", to_string(addresses->front()),
                         describe(listener.error()));
        return 1;
    }
    sys::print("echo_server: listening on {}\n", to_string(listener->address().value()));
    for (;;) {
        auto client = listener->accept();
        if (!client) {
            sys::sleep(std::chrono::milliseconds(10));
            continue;
        }
        sys::spawn([client = std::move(*client)]() mutable { serve(client); }, true);
    }
}

const Program program{"echo_server", "Sends back whatever a client sends.", echo_server, StackSize::k16};

}  // namespace
