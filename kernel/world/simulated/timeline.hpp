// The timeline of a simulation: an instant that is now, and what is to happen later, in the order of its time; what
// happens at the same instant goes in the order in which it was put there.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "kernel/time.hpp"

namespace fibrix::simulated {

class Timeline {
public:
    using Action = std::function<void()>;

    [[nodiscard]] Time now() const noexcept { return now_; }
    /// Has `action` happen at `when`, or at the next look if that has passed.
    void at(Time when, Action action);
    void after(Duration span, Action action) { at(saturating_add(now_, span), std::move(action)); }
    [[nodiscard]] bool empty() const noexcept { return events_.empty(); }
    /// When the next event is due; `never` if there is none.
    [[nodiscard]] Time next() const noexcept { return events_.empty() ? never : events_.front().when; }
    /// Lets what is due happen.
    void run_due();
    /// Never back.
    void move_to(Time when) noexcept { now_ = std::max(now_, when); }
    void clear() noexcept;
    /// How many events have happened.
    [[nodiscard]] std::uint64_t happened() const noexcept { return happened_; }

private:
    struct Event {
        Time when;
        std::uint64_t number;
        Action action;
    };
    static bool later(const Event& a, const Event& b) noexcept {
        return a.when != b.when ? a.when > b.when : a.number > b.number;
    }

    Time now_{};
    std::uint64_t numbered_ = 0, happened_ = 0;
    std::vector<Event> events_;  // a heap, the next one first
};

}  // namespace fibrix::simulated
