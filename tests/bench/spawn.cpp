// Beginning and ending tasks that do nothing.

#include "tests/bench/bare_fiber.hpp"
#include "tests/bench/kernel_run.hpp"
#include "tests/bench/measuring.hpp"
#include "tools/benchmark.hpp"

namespace fibrix::bench {
namespace {

Sample measure_one_by_one(int tasks) {
    double nanoseconds = 0;
    KernelRun kernel;
    kernel.run([&] {
        int ran = 0;
        const Stopwatch watch;
        for (int i = 0; i < tasks; ++i) sys::wait(sys::spawn([&ran] { ++ran; }).value()).value();
        nanoseconds = watch.nanoseconds();
        if (ran != tasks) throw std::runtime_error("not every task ran");
    });
    return {{"", "ns", nanoseconds / tasks}};
}

Sample measure_bare_one_by_one(int tasks) {
    BareStacks stacks;
    int ran = 0;
    const Stopwatch watch;
    for (int i = 0; i < tasks; ++i) {
        auto fiber = make_bare_fiber(stacks, [&ran](boost::context::fiber&& back) {
            ++ran;
            return std::move(back);
        });
        fiber = std::move(fiber).resume();
    }
    const double nanoseconds = watch.nanoseconds();
    keep(ran);
    return {{"", "ns", nanoseconds / tasks}};
}

Sample measure_many(int tasks, int rounds) {
    double nanoseconds = 0;
    KernelRun kernel;
    kernel.run([&] {
        int ran = 0;
        std::vector<TaskId> ids(static_cast<std::size_t>(tasks));
        const Stopwatch watch;
        for (int round = 0; round < rounds; ++round) {
            for (auto& id : ids) id = sys::spawn([&ran] { ++ran; }).value();
            for (const auto id : ids) sys::wait(id).value();
        }
        nanoseconds = watch.nanoseconds();
        if (ran != tasks * rounds) throw std::runtime_error("not every task ran");
    });
    return {{"", "ns", nanoseconds / rounds / tasks}};
}

Sample measure_bare_many(int tasks, int rounds) {
    BareStacks stacks;
    int ran = 0;
    std::vector<boost::context::fiber> fibers(static_cast<std::size_t>(tasks));
    const Stopwatch watch;
    for (int round = 0; round < rounds; ++round) {
        for (auto& fiber : fibers)
            fiber = make_bare_fiber(stacks, [&ran](boost::context::fiber&& back) {
                ++ran;
                return std::move(back);
            });
        for (auto& fiber : fibers) fiber = std::move(fiber).resume();
    }
    const double nanoseconds = watch.nanoseconds();
    keep(ran);
    return {{"", "ns", nanoseconds / rounds / tasks}};
}

void run(Bench& bench) {
    const int tasks = bench.scaled(1'000'000, 50'000);
    bench.compare(
        "spawn and wait, one by one", 15, [&] { return measure_one_by_one(tasks); },
        [&] { return measure_bare_one_by_one(tasks); });
    const int many = 10'000, rounds = bench.scaled(50, 3);
    bench.compare(
        "spawn 10 000, then wait for each", 9, [&] { return measure_many(many, rounds); },
        [&] { return measure_bare_many(many, rounds); });
}

const Benchmark benchmark{"spawn", "tasks that begin and end at once, beside recycled fibers", run};

}  // namespace
}  // namespace fibrix::bench
