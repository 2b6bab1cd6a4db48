// TCP echo of 64 bytes over the loopback: the echo_server program in a process of its own on host CPU 0, a load
// generator on CPU 1. Most of the cost is the host's TCP, so what counts is the server's CPU time for a request.

#include <fmt/format.h>

#include "tests/bench/bare_echo.hpp"
#include "tests/bench/child.hpp"
#include "tests/bench/load_generator.hpp"

namespace fibrix::bench {
namespace {

constexpr int server_cpu = 0, generator_cpu = 1;
constexpr unsigned time_limit = 60;

Sample measure(const ServerProcess& server, EchoLoad load) {
    load.port = server.port();
    load.server = server.pid();
    return in_child([&] { return generate_load(load); }, time_limit, generator_cpu);
}

void run(Bench& bench) {
    raise_descriptor_limit();
    EchoLoad load;
    load.warm_up = bench.scaled(0.5, 0.05);
    load.seconds = bench.scaled(3.0, 0.1);
    for (const int connections : {1, 64, 1000, 10'000}) {
        if (connections > bench.scaled(10'000, 64)) break;
        load.connections = connections;
        bench.compare(
            fmt::format("{} connections", connections), 5,
            [&] {
                return measure(ServerProcess({"run", "echo_server", "--port", "0"}, server_cpu), load);
            },
            [&] { return measure(ServerProcess(serve_bare_echo, server_cpu), load); });
    }
}

const Benchmark benchmark{"echo", "the echo server on TCP, beside a bare epoll loop", run};

}  // namespace
}  // namespace fibrix::bench
