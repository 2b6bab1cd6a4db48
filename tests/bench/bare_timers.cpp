#include "tests/bench/bare_timers.hpp"

#include <algorithm>
#include <vector>

#include "tests/bench/bare_fiber.hpp"
#include "tests/bench/histogram.hpp"
#include "tests/bench/measuring.hpp"

namespace fibrix::bench {
namespace {

constexpr std::int64_t billion = 1'000'000'000;

struct Sleeper {
    boost::context::fiber fiber;
    Sleeper* next = nullptr;
};

// One level: ticks of 65.5 us, slots for 2.1 s; no sleep is longer.
class FlatWheel {
public:
    explicit FlatWheel(std::int64_t now) : tick_(now >> tick_bits), slots_(slots), occupied_(slots / 64) {}

    void add(Sleeper& sleeper, std::int64_t deadline) {
        const auto slot = index(std::max((deadline >> tick_bits) + 1, tick_));
        sleeper.next = slots_[slot];
        slots_[slot] = &sleeper;
        occupied_[slot / 64] |= std::uint64_t{1} << (slot % 64);
    }
    void take_due(std::int64_t now, std::vector<Sleeper*>& due) {
        for (const auto end = now >> tick_bits; tick_ <= end; ++tick_) {
            const auto slot = index(tick_);
            for (auto* each = slots_[slot]; each != nullptr; each = each->next) due.push_back(each);
            slots_[slot] = nullptr;
            occupied_[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
        }
    }
    [[nodiscard]] std::int64_t next() const {
        for (auto tick = tick_; tick < tick_ + slots; ++tick)
            if ((occupied_[index(tick) / 64] >> (index(tick) % 64) & 1) != 0) return tick << tick_bits;
        return INT64_MAX;
    }

private:
    static constexpr int tick_bits = 16, slots = 1 << 15;
    static std::size_t index(std::int64_t tick) { return static_cast<std::size_t>(tick & (slots - 1)); }

    std::int64_t tick_;
    std::vector<Sleeper*> slots_;
    std::vector<std::uint64_t> occupied_;
};

std::int64_t clock_now() { return read_nanoseconds(CLOCK_MONOTONIC); }

void sleep_until(std::int64_t instant) {
    const timespec time{instant / billion, instant % billion};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nullptr);
}

}  // namespace

WakeUps run_bare_timers(int tasks, double settle, double seconds, Histogram& lateness) {
    const auto begun = clock_now(), measure_from = begun + static_cast<std::int64_t>(settle * 1e9),
               end = measure_from + static_cast<std::int64_t>(seconds * 1e9);
    BareStacks stacks;
    FlatWheel wheel(begun);
    std::vector<Sleeper> sleepers(static_cast<std::size_t>(tasks));
    bool measuring = false, over = false;
    std::uint64_t seed = 0;
    for (auto& sleeper : sleepers) {
        sleeper.fiber = make_bare_fiber(stacks, [&, self = &sleeper, seed = ++seed](boost::context::fiber&& back) {
            Xorshift random(seed);
            while (!over) {
                const auto deadline = clock_now() + static_cast<std::int64_t>(random() % billion);
                wheel.add(*self, deadline);
                back = std::move(back).resume();
                if (measuring) lateness.add(clock_now() - deadline);
            }
            return std::move(back);
        });
        sleeper.fiber = std::move(sleeper.fiber).resume();
    }
    std::int64_t cpu = 0;
    std::vector<Sleeper*> due;
    for (std::int64_t now = clock_now(); now < end; now = clock_now()) {
        if (!measuring && now >= measure_from) measuring = true, cpu = read_nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
        due.clear();
        wheel.take_due(now, due);
        for (auto* each : due) each->fiber = std::move(each->fiber).resume();
        if (due.empty()) sleep_until(std::min(wheel.next(), end));
    }
    const auto used = read_nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    measuring = false, over = true;
    for (auto& sleeper : sleepers) sleeper.fiber = std::move(sleeper.fiber).resume();
    return {static_cast<double>(lateness.count()), static_cast<double>(used), seconds};
}

}  // namespace fibrix::bench
