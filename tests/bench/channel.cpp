// Channels and locks: what it costs two tasks to talk, and one to go through a mutex that nobody else wants.

#include <array>
#include <mutex>

#include "tests/bench/bare_fiber.hpp"
#include "tests/bench/kernel_run.hpp"
#include "tests/bench/measuring.hpp"
#include "tools/benchmark.hpp"

namespace fibrix::bench {
namespace {

Sample measure_round_trips(std::size_t capacity, int trips) {
    double nanoseconds = 0;
    std::int64_t sum = 0;
    KernelRun kernel;
    kernel.run([&] {
        Channel<int> there(capacity), back(capacity);
        Nursery nursery;
        nursery.spawn([&] {
            while (auto number = there.receive()) back.send(*number + 1);
        });
        const Stopwatch watch;
        for (int i = 0; i < trips; ++i) {
            there.send(i);
            sum += back.receive().value();
        }
        nanoseconds = watch.nanoseconds();
        there.close();
    });
    if (sum != static_cast<std::int64_t>(trips) * (trips + 1) / 2) throw std::runtime_error("a number was lost");
    return {{"", "ns", nanoseconds / trips}};
}

// There and back through one variable: a switch each way, and nobody to decide on it.
Sample measure_bare_round_trips(int trips) {
    BareStacks stacks;
    int number = 0;
    std::int64_t sum = 0;
    auto fiber = make_bare_fiber(stacks, [&](boost::context::fiber&& back) {
        while (number >= 0) {
            ++number;
            back = std::move(back).resume();
        }
        return std::move(back);
    });
    const Stopwatch watch;
    for (int i = 0; i < trips; ++i) {
        number = i;
        fiber = std::move(fiber).resume();
        sum += number;
    }
    const double nanoseconds = watch.nanoseconds();
    keep(sum);
    number = -1;
    fiber = std::move(fiber).resume();
    return {{"", "ns", nanoseconds / trips}};
}

constexpr std::size_t depth = 64;

Sample measure_stream(int items) {
    double nanoseconds = 0;
    std::int64_t sum = 0;
    KernelRun kernel;
    kernel.run([&] {
        Channel<int> channel(depth);
        Nursery nursery;
        nursery.spawn([&] {
            for (int i = 0; i < items; ++i) channel.send(i);
            channel.close();
        });
        const Stopwatch watch;
        while (auto number = channel.receive()) sum += *number;
        nanoseconds = watch.nanoseconds();
    });
    if (sum != static_cast<std::int64_t>(items) * (items - 1) / 2) throw std::runtime_error("an item was lost");
    return {{"", "ns", nanoseconds / items}};
}

// The same through an array: a switch for each time that it is full.
Sample measure_bare_stream(int items) {
    BareStacks stacks;
    std::array<int, depth> array{};
    std::int64_t sum = 0;
    auto fiber = make_bare_fiber(stacks, [&](boost::context::fiber&& back) {
        for (int i = 0; i < items;) {
            for (auto& place : array) place = i++;
            back = std::move(back).resume();
        }
        return std::move(back);
    });
    const Stopwatch watch;
    for (int i = 0; i < items; i += depth) {
        fiber = std::move(fiber).resume();
        keep(array);
        for (const int number : array) sum += number;
    }
    const double nanoseconds = watch.nanoseconds();
    keep(sum);
    fiber = std::move(fiber).resume();
    return {{"", "ns", nanoseconds / items}};
}

Sample measure_lock(int times) {
    double nanoseconds = 0;
    KernelRun kernel;
    kernel.run([&] {
        Mutex mutex;
        const Stopwatch watch;
        for (int i = 0; i < times; ++i) {
            const Mutex::Guard guard(mutex);
            keep(mutex);
        }
        nanoseconds = watch.nanoseconds();
    });
    return {{"", "ns", nanoseconds / times}};
}

Sample measure_bare_lock(int times) {
    std::mutex mutex;
    const Stopwatch watch;
    for (int i = 0; i < times; ++i) {
        const std::lock_guard guard(mutex);
        keep(mutex);
    }
    return {{"", "ns", watch.nanoseconds() / times}};
}

void run(Bench& bench) {
    const int trips = bench.scaled(1'000'000, 50'000);
    const auto bare_trips = [=] { return measure_bare_round_trips(trips); };
    bench.compare(
        "round trip, buffered 1", 9, [=] { return measure_round_trips(1, trips); }, bare_trips);
    bench.compare(
        "round trip, rendezvous", 9, [=] { return measure_round_trips(0, trips); }, bare_trips);
    const int items = bench.scaled(10'000'000, 200'000) / static_cast<int>(depth) * static_cast<int>(depth);
    bench.compare(
        "an item through a channel of 64", 5, [=] { return measure_stream(items); },
        [=] { return measure_bare_stream(items); });
    const int times = bench.scaled(10'000'000, 200'000);
    bench.compare(
        "lock and unlock", 9, [=] { return measure_lock(times); }, [=] { return measure_bare_lock(times); });
}

const Benchmark benchmark{"channel", "channels and a mutex, beside fibers that share a variable, and std::mutex", run};

}  // namespace
}  // namespace fibrix::bench
