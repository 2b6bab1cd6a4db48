// The timer wheel: what waits for an instant, set and cancelled in O(1), and expired in the exact order of instants.
//
// Hashed and hierarchical timing wheels (Varghese and Lauck, 1987); a tick is 2^16 ns. Each level turns: it holds what
// lies less than one turn ahead of the present, whatever slot that begins in. The first has 32 768 slots, 2.1 s, the
// others 64: what is set for less than two seconds, as nearly all is, is never moved. Any other timer moves down at
// most once a level, on the way to the slot of its tick, and only there is sorted, by (instant, sequence). So a
// deadline that is never reached costs two list operations, and equal instants expire in the order in which they were
// set. Timers have numbers (a task's is its slot) and lie side by side in the wheel's own memory: on the stacks of
// their tasks each would be a cache line and a page of its own, which was 40 % of the cost of a wake-up among 100 000.
// The wheel reads no clock: it is told the time.
#pragma once

#include <cstdint>
#include <vector>

#include "kernel/slot_bits.hpp"
#include "kernel/time.hpp"

namespace fibrix {

class TimerWheel {
public:
    using Number = std::uint32_t;
    static constexpr Number none = UINT32_MAX;

    TimerWheel() : wheel_(slots), occupied_(slots) {}
    /// Makes room for timers with numbers below `count`; throws std::bad_alloc. Nothing else allocates much.
    void make_room(std::size_t count);
    /// Sets timer `number`, which must not be set. An instant gone by is due at once.
    void set(Number number, Time at) noexcept;
    /// Takes timer `number` off; it must have been set and not taken.
    void cancel(Number number) noexcept;
    /// The next timer that is due at `now`, off the wheel; `none` if there is none.
    Number take_due(Time now);
    /// The timer that `take_due` gives next, if it is known already, else `none`; and what comes after `number`, which
    /// came so. Worth prefetching what they concern.
    [[nodiscard]] Number coming() const noexcept { return due_.first; }
    [[nodiscard]] Number coming_after(Number number) const noexcept { return timers_[number].next; }
    /// An instant by which the wheel has to be looked at again: never later than the earliest timer, and the exact
    /// instant of it when it is less than a turn of the first level away. `never` if the wheel is empty.
    [[nodiscard]] Time next() const noexcept;
    [[nodiscard]] Time instant(Number number) const noexcept { return timers_[number].at; }
    [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    /// Forgets its place in time and its sequence; it must be empty.
    void reset() noexcept;

private:
    static constexpr int tick_bits = 16, near_bits = 15;
    static constexpr std::size_t near_slots = std::size_t{1} << near_bits, levels = 7,
                                 slots = near_slots + (levels - 1) * 64;
    static constexpr std::uint32_t due_slot = slots;

    struct Timer {
        Time at;
        std::uint64_t sequence;  ///< equal instants go in the order in which they were set
        Number prev, next;
        std::uint32_t slot;
    };
    /// A list of timers, linked by their numbers.
    struct Slot {
        Number first = none, last = none;
    };
    struct Level {
        int shift;           ///< log2 of how many ticks a slot is: all slots of the level below
        std::size_t size;    ///< how many slots there are
        std::size_t offset;  ///< where the first of them is in `wheel_`
    };
    /// The next thing to do: look at a slot when its first tick has come.
    struct Event {
        std::uint64_t tick;
        std::size_t level, slot;
    };
    struct Key {
        Time at;
        std::uint64_t sequence;
        Number number;
    };

    static constexpr Level level(std::size_t number) noexcept;
    [[nodiscard]] std::size_t level_for(std::uint64_t tick) const noexcept;
    void push_back(Slot& slot, Number number) noexcept;
    void remove(Slot& slot, Number number) noexcept;
    void insert(Number number) noexcept;
    void advance(Time now);
    [[nodiscard]] std::size_t slots_ahead(const Level& level) const noexcept;
    [[nodiscard]] Event first() const noexcept;
    void collect(std::size_t slot, Time now);
    void cascade(std::size_t slot) noexcept;

    std::vector<Timer> timers_;
    std::vector<Slot> wheel_;
    SlotBits occupied_;
    Slot due_;
    std::vector<Key> sorting_;
    std::uint64_t tick_ = 0;
    std::uint64_t sequence_ = 0;
    std::size_t count_ = 0;
};

}  // namespace fibrix
