// What a trace costs: each event of tasks that ask for little and give way to each other, and the echo server traced
// beside the same untraced.

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "tests/bench/child.hpp"
#include "tests/bench/kernel_run.hpp"
#include "tests/bench/load_generator.hpp"
#include "tests/bench/measuring.hpp"
#include "tools/trace/tracer.hpp"

namespace fibrix::bench {
namespace {

constexpr int server_cpu = 0, generator_cpu = 1;
constexpr unsigned time_limit = 60;

// Two tasks that ask for their id and yield in turn. Nanoseconds of all that, and how many events a tracer has seen.
struct Spent {
    double nanoseconds = 0;
    std::size_t events = 0;
};

Spent spend(int rounds, bool traced) {
    KernelRun run;
    trace::Tracer tracer(run.kernel, "host", "batching");
    if (traced) run.kernel.attach(tracer);
    for (int task = 0; task < 2; ++task)
        run.add([rounds] {
            for (int i = 0; i < rounds; ++i) {
                sys::get_tid();
                sys::yield();
            }
        });
    const Stopwatch watch;
    run.run();
    const Spent spent{watch.nanoseconds(), tracer.trace().events().size()};
    run.kernel.detach(tracer);
    return spent;
}

// How many events it comes to is the same whenever it is done.
Sample per_event(int rounds, bool traced, std::size_t events) {
    return {{"for each event", "ns", spend(rounds, traced).nanoseconds / static_cast<double>(events)}};
}

Sample measure(std::vector<std::string> arguments, EchoLoad load) {
    const ServerProcess server(std::move(arguments), server_cpu);
    load.port = server.port();
    load.server = server.pid();
    return in_child([&] { return generate_load(load); }, time_limit, generator_cpu);
}

void run(Bench& bench) {
    const int rounds = bench.scaled(100'000, 1000);
    const auto events = spend(rounds, true).events;
    bench.compare(
        "asking and yielding", 5, [&] { return per_event(rounds, true, events); },
        [&] { return per_event(rounds, false, events); });
    raise_descriptor_limit();
    EchoLoad load;
    load.warm_up = bench.scaled(0.2, 0.05);
    load.seconds = bench.scaled(1.0, 0.1);  // then there is room in the trace for all of it
    load.connections = 64;
    const auto file =
        (std::filesystem::temp_directory_path() / fmt::format("fibrix-bench-{}.json", ::getpid())).string();
    bench.compare(
        "64 connections", 5,
        [&] {
            return measure({"run", "--trace", file, "echo_server", "--port", "0"}, load);
        },
        [&] {
            return measure({"run", "echo_server", "--port", "0"}, load);
        });
    std::filesystem::remove(file);
}

const Benchmark benchmark{"trace", "an event of a trace, and the echo server traced beside the same untraced", run};

}  // namespace
}  // namespace fibrix::bench
