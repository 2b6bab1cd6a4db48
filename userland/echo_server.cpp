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

bool is_shortage(Errno error) { return error == Errno::mfile || error == Errno::nfile || error == Errno::nomem; }

// Accepts for ever. With a limit, each client's task is waited for, so that there are never more than that.
int accept_clients(Listener& listener, int limit) {
    bool short_of_descriptors = false;
    for (int clients = 0;;) {
        if (limit > 0 && clients == limit && sys::wait_any()) --clients;
        auto client = listener.accept();
        if (!client) {
            if (!is_shortage(client.error())) {
                sys::print_error("echo_server: cannot accept: {}\n", describe(client.error()));
                return 1;
            }
            if (!std::exchange(short_of_descriptors, true))
                sys::print_error("echo_server: {}; new clients wait\n", describe(client.error()));
            sys::sleep(std::chrono::milliseconds(10));
            continue;
        }
        short_of_descriptors = false;
        const bool counted = limit > 0;
        if (sys::spawn([client = std::move(*client)]() mutable { serve(client); }, !counted) && counted) ++clients;
    }
}

int echo_server(Arguments& arguments) {
    std::uint16_t port = 7007;
    std::string host = "127.0.0.1";
    std::uint16_t most_clients = 0;
    arguments.option("--port", port, "TCP port; 0 lets the host choose");
    arguments.option("--host", host, "address to listen on");
    arguments.option("--max-clients", most_clients, "at the same time; more wait to be accepted; 0: no limit");
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
    return accept_clients(*listener, most_clients);
}

const Program program{"echo_server", "Sends back whatever a client sends.", echo_server, StackSize::k16};

}  // namespace
