// A trap: from the program through the mainloop and the syscall table to the handler and back.

#include "tests/bench/bare_fiber.hpp"
#include "tests/bench/kernel_run.hpp"
#include "tests/bench/measuring.hpp"
#include "tools/benchmark.hpp"

namespace fibrix::bench {
namespace {

Sample measure_traps(int traps) {
    double nanoseconds = 0;
    KernelRun kernel;
    kernel.run([&] {
        const Stopwatch watch;
        for (int i = 0; i < traps; ++i) keep(sys::get_tid());
        nanoseconds = watch.nanoseconds();
    });
    return {{"", "ns", nanoseconds / traps}};
}

Sample measure_bare_round_trips(int traps) {
    BareStacks stacks;
    bool stop = false;
    auto fiber = make_bare_fiber(stacks, [&](boost::context::fiber&& back) {
        while (!stop) back = std::move(back).resume();
        return std::move(back);
    });
    const Stopwatch watch;
    for (int i = 0; i < traps; ++i) fiber = std::move(fiber).resume();
    const double nanoseconds = watch.nanoseconds();
    stop = true;
    fiber = std::move(fiber).resume();
    return {{"", "ns", nanoseconds / traps}};
}

void run(Bench& bench) {
    const int traps = bench.scaled(3'000'000, 100'000);
    bench.compare(
        "get_tid round trip", 15, [&] { return measure_traps(traps); },
        [&] { return measure_bare_round_trips(traps); });
}

const Benchmark benchmark{"trap", "a request that is answered at once, beside a fiber's round trip", run};

}  // namespace
}  // namespace fibrix::bench
