#include "kernel/timer_wheel.hpp"

#include <algorithm>
#include <bit>

namespace fibrix {
namespace {

std::uint64_t nanoseconds(Time time) noexcept {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, time.time_since_epoch().count()));
}

}  // namespace

void TimerWheel::set(TimerNode& node, Time at, void* owner) noexcept {
    node.at = at;
    node.owner = owner;
    node.sequence = sequence_++;
    ++count_;
    insert(node);
}

void TimerWheel::insert(TimerNode& node) noexcept {
    const auto tick = std::max(nanoseconds(node.at) >> tick_bits, tick_);
    const auto difference = tick ^ tick_;
    const int level = difference == 0 ? 0 : (63 - std::countl_zero(difference)) / slot_bits;
    const int slot = static_cast<int>((tick >> (level * slot_bits)) & (slots - 1));
    node.slot = static_cast<std::uint16_t>(level * slots + slot);
    at({level, slot}).push_back(node);
    occupied_[static_cast<std::size_t>(level)] |= 1ull << slot;
}

void TimerWheel::cancel(TimerNode& node) noexcept {
    --count_;
    if (node.slot == due_slot) return due_.remove(node);
    auto& slot = wheel_[node.slot];
    slot.remove(node);
    if (slot.empty()) occupied_[node.slot / slots] &= ~(1ull << (node.slot % slots));
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

// Every node of a level lies behind the level's present slot, so the lowest level that has any has the earliest.
bool TimerWheel::first_occupied(Place& place) const noexcept {
    for (int level = 0; level < levels; ++level) {
        const auto bits = occupied_[static_cast<std::size_t>(level)];
        if (bits == 0) continue;
        place = {level, std::countr_zero(bits)};
        return true;
    }
    return false;
}

std::uint64_t TimerWheel::start_of(Place place) const noexcept {
    const int shift = place.level * slot_bits;
    const auto block = tick_ >> (shift + slot_bits) << (shift + slot_bits);
    return block | static_cast<std::uint64_t>(place.slot) << shift;
}

void TimerWheel::advance(Time now) {
    const auto target = std::max(nanoseconds(now) >> tick_bits, tick_);
    for (Place place{}; first_occupied(place);) {
        const auto start = start_of(place);
        if (start > target) break;
        tick_ = start;
        if (place.level > 0) {
            cascade(place);
        } else {
            collect(place, now);
            if (start == target) return;
        }
    }
    tick_ = target;
}

void TimerWheel::cascade(Place place) {
    auto& slot = at(place);
    occupied_[static_cast<std::size_t>(place.level)] &= ~(1ull << place.slot);
    while (TimerNode* node = slot.pop_front()) insert(*node);
}

// Moves what is due from the slot of one tick to the due list. In the present tick some nodes may lie ahead of `now`.
void TimerWheel::collect(Place place, Time now) {
    auto& slot = at(place);
    sorting_.clear();
    for (TimerNode *node = slot.front(), *following = nullptr; node; node = following) {
        following = Slot::next(*node);
        if (node->at > now) continue;
        slot.remove(*node);
        sorting_.push_back(node);
    }
    if (slot.empty()) occupied_[0] &= ~(1ull << place.slot);
    std::sort(sorting_.begin(), sorting_.end(), [](const TimerNode* a, const TimerNode* b) {
        return a->at != b->at ? a->at < b->at : a->sequence < b->sequence;
    });
    for (TimerNode* node : sorting_) {
        node->slot = due_slot;
        due_.push_back(*node);
    }
}

Time TimerWheel::next() const noexcept {
    if (!due_.empty()) return due_.front()->at;
    Place place{};
    if (!first_occupied(place)) return never;
    if (place.level > 0) return Time(Duration(start_of(place) << tick_bits));
    const auto& slot = wheel_[static_cast<std::size_t>(place.slot)];
    Time earliest = slot.front()->at;
    for (TimerNode* node = slot.front(); node; node = Slot::next(*node)) earliest = std::min(earliest, node->at);
    return earliest;
}

void TimerWheel::reset() noexcept {
    tick_ = 0;
    sequence_ = 0;
}

}  // namespace fibrix
