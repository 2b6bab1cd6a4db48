#include "tools/explore/past.hpp"

#include <algorithm>

namespace fibrix::explore {

void Past::begin(std::size_t known) {
    size_ = 0;
    known_ = known;
    world_ = 0;
    for (auto& each : tasks_) each.last = each.asked = each.steps = 0, each.base.clear();
    for (auto& each : objects_) each.written = 0, each.read.clear();
}

void Past::join(Clock& clock, const Clock& other) {
    if (clock.size() < other.size()) clock.resize(other.size());
    for (std::size_t i = 0; i < other.size(); ++i) clock[i] = std::max(clock[i], other[i]);
}

Past::Doer& Past::doer(std::uint32_t task) {
    if (task >= tasks_.size()) tasks_.resize(task + 1);
    return tasks_[task];
}

Past::Object& Past::object(std::uint32_t number) {
    if (number >= objects_.size()) objects_.resize(number + 1);
    return objects_[number];
}

// What a request of `task` would come after: the last steps that it conflicts with, and what happened before it.
void Past::gather(std::uint32_t task, const Marks& marks) {
    candidates_.clear();
    const Doer& mine = doer(task);
    base_ = mine.base;
    if (mine.last > 0) join(base_, steps_[mine.last - 1].clock);
    if (world_ > 0) candidates_.push_back(world_ - 1);
    if (marks.world())
        for (const auto& each : tasks_)
            if (each.last > 0) candidates_.push_back(each.last - 1);
    for (const auto each : marks.all()) {
        const Object& object = this->object(Marks::object_of(each));
        if (object.written > 0) candidates_.push_back(object.written - 1);
        if (!Marks::writes(each)) continue;
        for (const auto reader : object.read) candidates_.push_back(reader - 1);
    }
}

const std::vector<std::uint32_t>& Past::races(std::uint32_t task, const Marks& marks) {
    gather(task, marks);
    races_.clear();
    clock_ = base_;
    for (const auto each : candidates_) {
        join(clock_, steps_[each].clock);
        if (steps_[each].task == task || happened_before(each, base_)) continue;
        const bool ordered = std::any_of(candidates_.begin(), candidates_.end(), [&](auto other) {
            return other != each && happened_before(each, steps_[other].clock);
        });
        if (!ordered && std::find(races_.begin(), races_.end(), each) == races_.end()) races_.push_back(each);
    }
    return races_;
}

const std::vector<std::uint32_t>& Past::beginners(std::uint32_t first, std::uint32_t task) {
    beginners_.clear();
    const Step& reversed = steps_[first];
    // It begins if all that happened before it, but itself and `reversed`, was made before `reversed`.
    const auto begins = [&](const Clock& clock, std::uint32_t who, std::uint32_t ordinal) {
        if (ordinal != at(reversed.before, who) + 1) return false;
        for (std::uint32_t each = 0; each < clock.size(); ++each) {
            const auto allowed = at(reversed.before, each) + (each == reversed.task ? 1u : 0u);
            if (each != who && clock[each] > allowed) return false;
        }
        return true;
    };
    for (std::size_t i = first + 1; i < size_; ++i) {
        const Step& step = steps_[i];
        if (!happened_before(first, step.clock) && begins(step.clock, step.task, step.ordinal))
            beginners_.push_back(step.task);
    }
    if (begins(clock_, task, doer(task).steps + 1)) beginners_.push_back(task);
    return beginners_;
}

void Past::add(const Event& event) {
    if (size_ == steps_.size()) steps_.emplace_back();
    if (size_ >= known_) {
        gather(event.task, event.marks);
        clock_ = base_;
        for (const auto each : candidates_) join(clock_, steps_[each].clock);
        Step& step = steps_[size_];
        step.task = event.task;
        step.ordinal = doer(event.task).steps + 1;
        step.clock = clock_;
        if (step.clock.size() <= event.task) step.clock.resize(event.task + 1);
        step.clock[event.task] = step.ordinal;
        step.before.resize(tasks_.size());
        for (std::size_t i = 0; i < tasks_.size(); ++i) step.before[i] = tasks_[i].steps;
    }
    ++size_;
    note(event);
}

void Past::note(const Event& event) {
    const auto step = static_cast<std::uint32_t>(size_);
    Doer& mine = doer(event.task);
    mine.last = mine.asked = step;
    ++mine.steps;
    mine.base.clear();
    if (event.marks.world()) world_ = step;
    for (const auto each : event.marks.all()) {
        Object& object = this->object(Marks::object_of(each));
        if (Marks::writes(each)) object.written = step, object.read.clear();
        else object.read.push_back(step);
    }
    for (const auto woken : event.woken)
        if (woken != event.task) {
            doer(woken).asked = step;
            join(doer(woken).base, steps_[step - 1].clock);
        }
}

void Past::woken_by_time(std::uint32_t task) {
    Doer& woken = doer(task);
    woken.asked = static_cast<std::uint32_t>(size_);
    for (const auto& each : tasks_)
        if (each.last > 0) join(woken.base, steps_[each.last - 1].clock);
}

}  // namespace fibrix::explore
