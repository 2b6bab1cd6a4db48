#include "tools/explore/objects.hpp"

namespace fibrix::explore {

std::size_t Objects::place_of(const void* object) const noexcept {
    constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;
    const auto mask = slots_.size() - 1;
    auto at = static_cast<std::size_t>((reinterpret_cast<std::uintptr_t>(object) >> 3) * golden >> 32) & mask;
    while (slots_[at].stamp == stamp_ && slots_[at].object != object) at = (at + 1) & mask;
    return at;
}

std::uint32_t Objects::number_of(const void* object) {
    auto at = place_of(object);
    if (slots_[at].stamp == stamp_) return slots_[at].number;
    if ((states_.size() + 1) * 2 > slots_.size()) {
        grow();
        at = place_of(object);
    }
    slots_[at] = {object, static_cast<std::uint32_t>(states_.size()), stamp_};
    states_.emplace_back();
    return slots_[at].number;
}

void Objects::grow() {
    auto old = std::move(slots_);
    slots_.assign(old.size() * 2, {});
    for (const auto& each : old)
        if (each.stamp == stamp_) slots_[place_of(each.object)] = each;
}

}  // namespace fibrix::explore
