// Switching between tasks: all of them yield in turn, under the policy that sends each trap to the tail.

#include <fmt/format.h>

#include "tests/bench/bare_fiber.hpp"
#include "tests/bench/kernel_run.hpp"
#include "tests/bench/measuring.hpp"
#include "tools/benchmark.hpp"

namespace fibrix::bench {
namespace {

// The first task measures; while it yields once, so does every other.
Sample measure_yields(int tasks, int rounds) {
    double nanoseconds = 0;
    bool stop = false;
    KernelRun kernel("rr");
    const auto measure = [&] {
        sys::yield();
        const Stopwatch watch;
        for (int i = 0; i < rounds; ++i) sys::yield();
        nanoseconds = watch.nanoseconds();
        stop = true;
    };
    const auto yield = [&stop] {
        while (!stop) sys::yield();
    };
    kernel.add(measure, StackSize::k16);
    for (int i = 1; i < tasks; ++i) kernel.add(yield);
    kernel.run();
    return {{"", "ns", nanoseconds / rounds / tasks}};
}

Sample measure_bare_switches(int tasks, int rounds) {
    BareStacks stacks;
    bool stop = false;
    std::vector<boost::context::fiber> fibers;
    for (int i = 0; i < tasks; ++i)
        fibers.push_back(make_bare_fiber(stacks, [&stop](boost::context::fiber&& back) {
            while (!stop) back = std::move(back).resume();
            return std::move(back);
        }));
    const auto resume_all = [&] {
        for (auto& fiber : fibers) fiber = std::move(fiber).resume();
    };
    resume_all();
    const Stopwatch watch;
    for (int i = 0; i < rounds; ++i) resume_all();
    const double nanoseconds = watch.nanoseconds();
    stop = true;
    resume_all();
    return {{"", "ns", nanoseconds / rounds / tasks}};
}

void run(Bench& bench) {
    for (const int tasks : {2, 1000, 100'000}) {
        const int rounds = std::max(1, bench.scaled(tasks > 1000 ? 3'000'000 : 4'000'000, 200'000) / tasks);
        bench.compare(
            fmt::format("yield, {} tasks", tasks), tasks > 1000 ? 5 : 15, [=] { return measure_yields(tasks, rounds); },
            [=] { return measure_bare_switches(tasks, rounds); });
    }
}

const Benchmark benchmark{"switch", "tasks that yield in turn, beside fibers resumed in turn", run};

}  // namespace
}  // namespace fibrix::bench
