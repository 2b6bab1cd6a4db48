// Timers: 100 000 tasks that sleep for a random time up to a second, again and again: 200 000 wake-ups a second.

#include "tests/bench/bare_timers.hpp"
#include "tests/bench/child.hpp"
#include "tests/bench/histogram.hpp"
#include "tests/bench/kernel_run.hpp"
#include "tests/bench/measuring.hpp"

namespace fibrix::bench {
namespace {

struct Load {
    int tasks;
    double settle, seconds;
};

constexpr Duration longest = std::chrono::seconds(1);

Sample report(const WakeUps& found, const Histogram& lateness) {
    return {{"CPU each", "us", found.cpu_nanoseconds / found.count / 1e3},
            {"wake-ups", "1/s", found.count / found.seconds},
            {"lateness p50", "us", lateness.quantile_in_us(0.5)},
            {"lateness p99", "us", lateness.quantile_in_us(0.99)},
            {"lateness p99.9", "us", lateness.quantile_in_us(0.999)}};
}

// The first task says when it is measured. Reading the World's clock directly is what the limit does too.
Sample measure_timers(const Load& load) {
    Histogram lateness;
    WakeUps found{.seconds = load.seconds};
    bool measuring = false, over = false;
    KernelRun kernel;
    World& world = kernel.world;
    kernel.add(
        [&] {
            sys::sleep(std::chrono::nanoseconds(static_cast<std::int64_t>(load.settle * 1e9))).value();
            measuring = true;
            const Stopwatch cpu(CLOCK_PROCESS_CPUTIME_ID);
            sys::sleep(std::chrono::nanoseconds(static_cast<std::int64_t>(load.seconds * 1e9))).value();
            found.cpu_nanoseconds = cpu.nanoseconds();
            found.count = static_cast<double>(lateness.count());
            measuring = false;
            over = true;
        },
        StackSize::k16);
    const auto sleep_again = [&](std::uint64_t seed) {
        Xorshift random(seed);
        while (!over) {
            const Time deadline = world.now() + Duration(random() % static_cast<std::uint64_t>(longest.count()));
            sys::sleep_until(deadline).value();
            if (measuring) lateness.add((world.now() - deadline).count());
        }
    };
    for (int i = 1; i <= load.tasks; ++i) kernel.add([&sleep_again, i] { sleep_again(static_cast<std::uint64_t>(i)); });
    kernel.run();
    return report(found, lateness);
}

Sample measure_bare_timers(const Load& load) {
    Histogram lateness;
    const auto found = run_bare_timers(load.tasks, load.settle, load.seconds, lateness);
    return report(found, lateness);
}

void run(Bench& bench) {
    const auto load = bench.scaled(Load{100'000, 2, 3}, Load{1'000, 0.1, 0.2});
    bench.compare(
        "100 000 tasks", 5, [=] { return in_child([=] { return measure_timers(load); }, 60); },
        [=] { return in_child([=] { return measure_bare_timers(load); }, 60); });
}

const Benchmark benchmark{"timers", "200 000 wake-ups a second, beside fibers on a flat wheel", run};

}  // namespace
}  // namespace fibrix::bench
