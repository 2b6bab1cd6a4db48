#include "kernel/timer_wheel.hpp"

#include <algorithm>
#include <utility>

namespace fibrix {
namespace {

std::uint64_t nanoseconds(Time time) noexcept {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, time.time_since_epoch().count()));
}

}  // namespace

constexpr TimerWheel::Level TimerWheel::level(std::size_t number) noexcept {
    if (number == 0) return {0, near_slots, 0};
    return {near_bits + 6 * static_cast<int>(number - 1), 64, near_slots + 64 * (number - 1)};
}

// The lowest level that reaches as far as `tick`.
std::size_t TimerWheel::level_for(std::uint64_t tick) const noexcept {
    std::size_t number = 0;
    for (auto at = level(0); (tick >> at.shift) - (tick_ >> at.shift) >= at.size; at = level(number)) ++number;
    return number;
}

void TimerWheel::make_room(std::size_t count) {
    if (count > timers_.size()) timers_.resize(count);
}

void TimerWheel::push_back(Slot& slot, Number number) noexcept {
    Timer& timer = timers_[number];
    timer.prev = slot.last;
    timer.next = none;
    (slot.last != none ? timers_[slot.last].next : slot.first) = number;
    slot.last = number;
}

void TimerWheel::remove(Slot& slot, Number number) noexcept {
    const Timer& timer = timers_[number];
    (timer.prev != none ? timers_[timer.prev].next : slot.first) = timer.next;
    (timer.next != none ? timers_[timer.next].prev : slot.last) = timer.prev;
}

void TimerWheel::set(Number number, Time at) noexcept {
    Timer& timer = timers_[number];
    timer.at = at;
    timer.sequence = sequence_++;
    ++count_;
    insert(number);
}

void TimerWheel::insert(Number number) noexcept {
    Timer& timer = timers_[number];
    const auto tick = std::max(nanoseconds(timer.at) >> tick_bits, tick_);
    const auto [shift, size, offset] = level(level_for(tick));
    const auto slot = offset + ((tick >> shift) & (size - 1));
    timer.slot = static_cast<std::uint32_t>(slot);
    push_back(wheel_[slot], number);
    occupied_.set(slot);
}

void TimerWheel::cancel(Number number) noexcept {
    --count_;
    const auto at = timers_[number].slot;
    if (at == due_slot) return remove(due_, number);
    remove(wheel_[at], number);
    if (wheel_[at].first == none) occupied_.clear(at);
}

TimerWheel::Number TimerWheel::take_due(Time now) {
    if (due_.first == none) {
        if (count_ == 0) return none;
        advance(now);
    }
    const auto number = due_.first;
    if (number == none) return none;
    remove(due_, number);
    --count_;
    return number;
}

// How many slots ahead of the present one the first is that has any node; all of them if none has.
std::size_t TimerWheel::slots_ahead(const Level& level) const noexcept {
    const auto present = static_cast<std::size_t>(tick_ >> level.shift) & (level.size - 1);
    const auto begin = level.offset + present, end = level.offset + level.size;
    const auto later = occupied_.next(begin, end);
    if (later < end) return later - begin;
    const auto turned = occupied_.next(level.offset, begin);
    return turned < begin ? turned + level.size - begin : level.size;
}

// Of two slots that begin with the same tick the higher level's is first: its nodes have to come down before.
TimerWheel::Event TimerWheel::first() const noexcept {
    Event first{UINT64_MAX, 0, slots};
    for (std::size_t number = 0; number < levels; ++number) {
        const auto at = level(number);
        const auto ahead = slots_ahead(at);
        if (ahead == at.size) continue;
        const auto turns = (tick_ >> at.shift) + ahead;
        const auto tick = turns << at.shift;
        if (tick <= first.tick) first = {tick, number, at.offset + (turns & (at.size - 1))};
    }
    return first;
}

void TimerWheel::advance(Time now) {
    const auto target = std::max(nanoseconds(now) >> tick_bits, tick_);
    for (auto event = first(); event.tick <= target; event = first()) {
        tick_ = event.tick;
        if (event.level > 0) {
            cascade(event.slot);
        } else {
            collect(event.slot, now);
            if (event.tick == target) return;
        }
    }
    tick_ = target;
}

void TimerWheel::cascade(std::size_t slot) noexcept {
    occupied_.clear(slot);
    const auto moved = std::exchange(wheel_[slot], {});
    for (auto number = moved.first, following = none; number != none; number = following) {
        following = timers_[number].next;
        insert(number);
    }
}

// Moves what is due from the slot of one tick to the due list. In the present tick some may lie ahead of `now`.
void TimerWheel::collect(std::size_t slot, Time now) {
    sorting_.clear();
    for (auto number = wheel_[slot].first, following = none; number != none; number = following) {
        const Timer& timer = timers_[number];
        following = timer.next;
        if (timer.at > now) continue;
        remove(wheel_[slot], number);
        sorting_.push_back({timer.at, timer.sequence, number});
    }
    if (wheel_[slot].first == none) occupied_.clear(slot);
    std::sort(sorting_.begin(), sorting_.end(),
              [](const Key& a, const Key& b) { return a.at != b.at ? a.at < b.at : a.sequence < b.sequence; });
    for (const auto& key : sorting_) {
        timers_[key.number].slot = due_slot;
        push_back(due_, key.number);
    }
}

Time TimerWheel::next() const noexcept {
    if (due_.first != none) return timers_[due_.first].at;
    const auto [tick, level, slot] = first();
    if (slot == slots) return never;
    if (level > 0) return Time(Duration(tick << tick_bits));
    Time earliest = never;
    for (auto number = wheel_[slot].first; number != none; number = timers_[number].next)
        earliest = std::min(earliest, timers_[number].at);
    return earliest;
}

void TimerWheel::reset() noexcept {
    tick_ = 0;
    sequence_ = 0;
}

}  // namespace fibrix
