#include "kernel/timer_wheel.hpp"

#include <algorithm>
#include <bit>

namespace fibrix {
namespace {

std::uint64_t nanoseconds(Time time) noexcept {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, time.time_since_epoch().count()));
}

}  // namespace

constexpr TimerWheel::Level TimerWheel::level(std::size_t number) noexcept {
    if (number == 0) return {0, 64, 0};
    if (number == 1) return {6, 1024, 64};
    return {16 + 6 * static_cast<int>(number - 2), 64, 64 + 1024 + 64 * (number - 2)};
}

// The lowest level that reaches as far as `tick`.
std::size_t TimerWheel::level_for(std::uint64_t tick) const noexcept {
    std::size_t number = 0;
    for (auto at = level(0); (tick >> at.shift) - (tick_ >> at.shift) >= at.size; at = level(number)) ++number;
    return number;
}

void TimerWheel::set(TimerNode& node, Time at, void* owner) noexcept {
    node.at = at;
    node.owner = owner;
    node.sequence = sequence_++;
    ++count_;
    insert(node);
}

void TimerWheel::insert(TimerNode& node) noexcept {
    const auto tick = std::max(nanoseconds(node.at) >> tick_bits, tick_);
    const auto [shift, size, offset] = level(level_for(tick));
    const auto slot = offset + ((tick >> shift) & (size - 1));
    node.slot = static_cast<std::uint16_t>(slot);
    wheel_[slot].push_back(node);
    occupied_[slot / 64] |= std::uint64_t{1} << (slot % 64);
}

void TimerWheel::cancel(TimerNode& node) noexcept {
    --count_;
    if (node.slot == due_slot) return due_.remove(node);
    auto& slot = wheel_[node.slot];
    slot.remove(node);
    if (slot.empty()) mark_empty(node.slot);
}

TimerNode* TimerWheel::take_due(Time now) {
    if (due_.empty()) {
        if (count_ == 0) return nullptr;
        advance(now);
    }
    TimerNode* node = due_.pop_front();
    if (node) --count_;
    return node;
}

// How many slots ahead of the present one the first is that has any node; all of them if none has.
std::size_t TimerWheel::slots_ahead(const Level& level) const noexcept {
    const auto present = static_cast<std::size_t>(tick_ >> level.shift);
    for (std::size_t ahead = 0; ahead < level.size;) {
        const auto slot = level.offset + ((present + ahead) & (level.size - 1));
        const auto rest = occupied_[slot / 64] >> (slot % 64);
        if (rest != 0) return ahead + static_cast<std::size_t>(std::countr_zero(rest));
        ahead += 64 - slot % 64;
    }
    return level.size;
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

void TimerWheel::cascade(std::size_t slot) {
    mark_empty(slot);
    while (TimerNode* node = wheel_[slot].pop_front()) insert(*node);
}

// Moves what is due from the slot of one tick to the due list. In the present tick some nodes may lie ahead of `now`.
// What is sorted by is copied: to look at the nodes themselves, each on a stack of its own, would be slow.
void TimerWheel::collect(std::size_t slot, Time now) {
    auto& nodes = wheel_[slot];
    sorting_.clear();
    for (TimerNode *node = nodes.front(), *following = nullptr; node; node = following) {
        following = Slot::next(*node);
        if (node->at > now) continue;
        nodes.remove(*node);
        sorting_.push_back({node->at, node->sequence, node});
    }
    if (nodes.empty()) mark_empty(slot);
    std::sort(sorting_.begin(), sorting_.end(),
              [](const Key& a, const Key& b) { return a.at != b.at ? a.at < b.at : a.sequence < b.sequence; });
    for (const auto& key : sorting_) {
        key.node->slot = due_slot;
        due_.push_back(*key.node);
    }
}

Time TimerWheel::next() const noexcept {
    if (!due_.empty()) return due_.front()->at;
    const auto [tick, level, slot] = first();
    if (slot == slots) return never;
    if (level > 0) return Time(Duration(tick << tick_bits));
    Time earliest = wheel_[slot].front()->at;
    for (TimerNode* node = wheel_[slot].front(); node; node = Slot::next(*node))
        earliest = std::min(earliest, node->at);
    return earliest;
}

void TimerWheel::reset() noexcept {
    tick_ = 0;
    sequence_ = 0;
}

}  // namespace fibrix
