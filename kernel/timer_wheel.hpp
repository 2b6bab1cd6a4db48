// The timer wheel: what waits for an instant, set and cancelled in O(1), and expired in the exact order of instants.
//
// Hashed and hierarchical timing wheels (Varghese and Lauck, 1987), eight levels of 64 slots; a tick is 2^15 ns. A
// node moves down at most once a level, on the way to the slot of its tick, and only there is sorted, by (instant,
// sequence). So a deadline that is never reached costs two list operations, and equal instants expire in the order
// in which they were set. The wheel reads no clock: it is told the time.
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
    static constexpr int tick_bits = 15, slot_bits = 6, slots = 1 << slot_bits, levels = 8;
    static constexpr std::uint16_t due_slot = levels * slots;
    using Slot = List<TimerNode, &TimerNode::link>;
    struct Place {
        int level;
        int slot;
    };

    void insert(TimerNode& node) noexcept;
    void advance(Time now);
    [[nodiscard]] bool first_occupied(Place& place) const noexcept;
    [[nodiscard]] std::uint64_t start_of(Place place) const noexcept;
    void collect(Place place, Time now);
    void cascade(Place place);
    Slot& at(Place place) noexcept { return wheel_[static_cast<std::size_t>(place.level * slots + place.slot)]; }

    std::array<Slot, levels * slots> wheel_;
    std::array<std::uint64_t, levels> occupied_{};
    Slot due_;
    std::vector<TimerNode*> sorting_;
    std::uint64_t tick_ = 0;
    std::uint64_t sequence_ = 0;
    std::size_t count_ = 0;
};

}  // namespace fibrix
