// A million tasks that sleep, each on a guarded stack of its own: what one costs to keep, to make and to wake.

#include "kernel/world/simulated_world.hpp"
#include "tests/bench/bare_fiber.hpp"
#include "tests/bench/child.hpp"
#include "tests/bench/kernel_run.hpp"
#include "tests/bench/measuring.hpp"

namespace fibrix::bench {
namespace {

double resident() { return memory_of_self("VmRSS") + memory_of_self("VmPTE"); }

Sample report(int tasks, double bytes, double made, double woken) {
    return {{"memory each", "B", bytes / tasks},
            {"make each", "us", made / tasks / 1e3},
            {"wake each", "us", woken / tasks / 1e3}};
}

// The first task looks when all others have gone to sleep. They sleep until an instant that has not come when the
// last is made, and is hardly waited for: a simulated World jumps there, the host's clock gets there. Waking begins a
// little before it.
template <class Outside>
Sample measure_sleepers(int tasks, StackSize stack) {
    const double before = resident();
    KernelRun<Outside> kernel;
    double bytes = 0, made = 0;
    Stopwatch watch;
    const Time dawn = kernel.world.now() + std::chrono::microseconds(tasks) * 15 + std::chrono::milliseconds(1100);
    kernel.add(
        [&] {
            sys::yield();
            made = watch.nanoseconds();
            bytes = resident() - before;
            if (kernel.kernel.asleep() != static_cast<std::size_t>(tasks)) throw std::runtime_error("not all sleep");
            sys::sleep_until(dawn - std::chrono::seconds(1)).value();
            watch = Stopwatch();
        },
        stack);
    for (int i = 0; i < tasks; ++i) kernel.add([dawn] { sys::sleep_until(dawn).value(); });
    kernel.run();
    return report(tasks, bytes, made, watch.nanoseconds());
}

Sample measure_bare_fibers(int tasks) {
    const double before = resident();
    BareStacks stacks;
    std::vector<boost::context::fiber> fibers;
    const Stopwatch making;
    fibers.reserve(static_cast<std::size_t>(tasks));
    for (int i = 0; i < tasks; ++i) {
        fibers.push_back(make_bare_fiber(stacks, [](boost::context::fiber&& back) {
            back = std::move(back).resume();
            return std::move(back);
        }));
        fibers.back() = std::move(fibers.back()).resume();
    }
    const double made = making.nanoseconds(), bytes = resident() - before;
    const Stopwatch waking;
    for (auto& fiber : fibers) fiber = std::move(fiber).resume();
    return report(tasks, bytes, made, waking.nanoseconds());
}

void run(Bench& bench) {
    constexpr unsigned limit = 200;
    const int tasks = bench.scaled(1'000'000, 10'000);
    const auto bare = [=] { return in_child([=] { return measure_bare_fibers(tasks); }, limit); };
    const auto on_host = [=] {
        return in_child([=] { return measure_sleepers<HostWorld>(tasks, StackSize::k16); }, limit);
    };
    const auto simulated = [=](StackSize stack) {
        return [=] { return in_child([=] { return measure_sleepers<SimulatedWorld>(tasks, stack); }, limit); };
    };
    bench.compare("host, 16 KiB stacks", 3, on_host, bare);
    bench.compare("simulated, 16 KiB stacks", 3, simulated(StackSize::k16), bare);
    bench.compare("simulated, 64 KiB stacks", 3, simulated(StackSize::k64), bare);
}

const Benchmark benchmark{"sleepers", "a million sleeping tasks, beside fibers without guards or timers", run};

}  // namespace
}  // namespace fibrix::bench
