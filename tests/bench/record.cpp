// What a recording costs: the echo server of `echo`, recorded into a file, beside the same unrecorded.

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "tests/bench/child.hpp"
#include "tests/bench/load_generator.hpp"

namespace fibrix::bench {
namespace {

constexpr int server_cpu = 0, generator_cpu = 1;
constexpr unsigned time_limit = 60;

Sample measure(std::vector<std::string> arguments, EchoLoad load) {
    const ServerProcess server(std::move(arguments), server_cpu);
    load.port = server.port();
    load.server = server.pid();
    return in_child([&] { return generate_load(load); }, time_limit, generator_cpu);
}

void run(Bench& bench) {
    raise_descriptor_limit();
    EchoLoad load;
    load.warm_up = bench.scaled(0.3, 0.05);
    load.seconds = bench.scaled(2.0, 0.1);
    const auto file =
        (std::filesystem::temp_directory_path() / fmt::format("fibrix-bench-{}.recording", ::getpid())).string();
    for (const int connections : {1, 64, 1000}) {
        if (connections > bench.scaled(1000, 64)) break;
        load.connections = connections;
        bench.compare(
            fmt::format("{} connections", connections), 5,
            [&] {
                return measure({"run", "--record", file, "echo_server", "--port", "0"}, load);
            },
            [&] {
                return measure({"run", "echo_server", "--port", "0"}, load);
            });
    }
    std::filesystem::remove(file);
}

const Benchmark benchmark{"record", "the echo server recorded, beside the same unrecorded", run};

}  // namespace
}  // namespace fibrix::bench
