// A key-value server that speaks redis's protocol: redis-cli and redis-benchmark work against it.

#include "syscalls/sys.hpp"
#include "userland/kv/server.hpp"

namespace {

using namespace fibrix;

int kv_server(Arguments& arguments) {
    std::uint16_t port = 6379, max_clients = 10'000;
    std::string host = "127.0.0.1";
    std::int64_t max_memory = 0;
    arguments.option("--port", port, "TCP port; 0 lets the host choose");
    arguments.option("--host", host, "address to listen on");
    arguments.option("--max-clients", max_clients, "at the same time; more are refused");
    arguments.option("--max-memory", max_memory, "bytes of data above which commands that add some fail; 0: no limit");
    if (const auto done = arguments.parse()) return *done;
    if (max_memory < 0) {
        sys::print_error("kv: --max-memory: {} bytes cannot be a limit (0 means none)\n", max_memory);
        return Arguments::usage_error;
    }
    const auto addresses = sys::resolve(host, port);
    if (!addresses) {
        sys::print_error("kv: cannot find '{}': {}\n", host, describe(addresses.error()));
        return 1;
    }
    auto listener = Listener::at(addresses->front());
    if (!listener) {
        sys::print_error("kv: cannot listen on {}: {}\n", to_string(addresses->front()), describe(listener.error()));
        return 1;
    }
    sys::print("kv: listening on {}\n", to_string(listener->address().value()));
    kv::Server server(max_clients, static_cast<std::size_t>(max_memory));
    sys::print_error("kv: cannot accept: {}\n", describe(server.serve(*listener)));
    return 1;
}

const Program program{"kv", "A key-value server that speaks redis's protocol.", kv_server};

}  // namespace
