// The timer wheel: what waits for an instant, set and cancelled in O(1), and expired in the exact order of instants.
//
// Hashed and hierarchical timing wheels (Varghese and Lauck, 1987); a tick is 2^15 ns. Each level turns: it holds what
// lies less than one turn ahead of the present, whatever slot that begins in. It has 64 slots, but the second has 1024:
// a node lies on its task's stack, where it is slow to reach, and while many are moved down all that is due is late; so
// of what is set for less than two seconds only 2 ms are moved at a time. A node moves down at most once a level, on
// the way to the slot of its tick, and only there is sorted, by (instant, sequence). So a deadline that is never
// reached costs two list operations, and equal instants expire in the order in which they were set. The wheel reads no
// clock: it is told the time.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "kernel/timer_node.hpp"

namespace fibrix {

class TimerWheel {
public:
    /// Puts `node` on the wheel; it is the caller's until it is cancelled or taken. An instant gone by is due at once.
    void set(TimerNode& node, Time at, void* owner) noexcept;
    /// Takes `node` off; it must have been set and not taken.
    void cancel(TimerNode& node) noexcept;
    /// The next node that is due at `now`, off the wheel; null if there is none.
    TimerNode* take_due(Time now);
    /// An instant by which the wheel has to be looked at again: never later than the earliest node, and the exact
    /// instant of it when it is less than 64 ticks away. `never` if the wheel is empty.
    [[nodiscard]] Time next() const noexcept;
    [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    /// Forgets its place in time and its sequence; it must be empty.
    void reset() noexcept;

private:
    static constexpr int tick_bits = 15;
    static constexpr std::size_t levels = 8, slots = 64 + 1024 + (levels - 2) * 64;
    static constexpr std::uint16_t due_slot = slots;
    using Slot = List<TimerNode, &TimerNode::link>;
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
        TimerNode* node;
    };

    static constexpr Level level(std::size_t number) noexcept;
    [[nodiscard]] std::size_t level_for(std::uint64_t tick) const noexcept;
    void insert(TimerNode& node) noexcept;
    void advance(Time now);
    [[nodiscard]] std::size_t slots_ahead(const Level& level) const noexcept;
    [[nodiscard]] Event first() const noexcept;
    void collect(std::size_t slot, Time now);
    void cascade(std::size_t slot);
    void mark_empty(std::size_t slot) noexcept { occupied_[slot / 64] &= ~(std::uint64_t{1} << (slot % 64)); }

    std::array<Slot, slots> wheel_;
    std::array<std::uint64_t, slots / 64> occupied_{};
    Slot due_;
    std::vector<Key> sorting_;
    std::uint64_t tick_ = 0;
    std::uint64_t sequence_ = 0;
    std::size_t count_ = 0;
};

}  // namespace fibrix
