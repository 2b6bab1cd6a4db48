#include "kernel/world/simulated/timeline.hpp"

#include <algorithm>

namespace fibrix::simulated {

void Timeline::at(Time when, Action action) {
    if (when == never) return;
    events_.push_back({std::max(when, now_), numbered_++, std::move(action)});
    std::push_heap(events_.begin(), events_.end(), &later);
}

void Timeline::run_due() {
    while (!events_.empty() && events_.front().when <= now_) {
        std::pop_heap(events_.begin(), events_.end(), &later);
        const auto action = std::move(events_.back().action);
        events_.pop_back();
        ++happened_;
        action();
    }
}

void Timeline::clear() noexcept {
    now_ = Time{};
    numbered_ = happened_ = 0;
    events_.clear();
}

}  // namespace fibrix::simulated
