#include "tools/explore/held_tasks.hpp"

#include <algorithm>

#include "kernel/kernel.hpp"
#include "tools/explore/hash.hpp"

namespace fibrix::explore {

void HeldTasks::begin(Decider* decider) {
    decider_ = decider;
    looks_ahead_ = decider->looks_ahead();
    listens_ = decider->listens();
    in_step_ = ending_over_ = closing_ = false;
    going_on_ = {};
    first_slot_ = runnable_.first_slot();
    known_.clear();
    held_.clear();
    woken_.clear();
    outside_.clear();
    objects_.forget();
    [[maybe_unused]] const auto world = objects_.number_of(this);
    last_ = nobody;
    ending_ = {};
    what_.clear();
    schedule_.clear();
    if (trail_ != nullptr) trail_->begin();
    if (options_.free_time) {
        time_could_pass_ = false;
        known(time_number) = {};
        held_.push_back({&time_, time_number, false, false, {}});
        held_.front().posted.clear();
        held_.front().posted.add_world();
    }
}

void HeldTasks::enqueue(Task& task, Why why) {
    if (why == Why::requesting) return hold(task);
    if (task.id.slot < first_slot_) return resting_.push_back(&task);
    const auto later = [](const Task* one, const Task* other) { return one->id.slot < other->id.slot; };
    if (options_.plain_memory) hold(task);
    else ready_.insert(std::upper_bound(ready_.begin(), ready_.end(), &task, later), &task);
    if (decider_ == nullptr) return;
    const auto number = number_of(task);
    if (why == Why::preempted) return;
    if (why == Why::spawned) {
        known(number) = {&task, 0, false};
        if (looks_ahead_) [[maybe_unused]]
            const auto object = objects_.number_of(&task);
    }
    if (in_step_) woken_.push_back(number);
    else if (why == Why::woken) woken_by_time(number);
}

void HeldTasks::hold(Task& task) {
    const auto place = number_of(task);
    if (place >= held_.size()) held_.resize(place + 1);
    Held& held = held_[place];
    held.task = &task;
    held.number = place;
    held.always = task.state == State::ready || kernel_->table()[task.trap->number].ready == nullptr;
    if (looks_ahead_ && decider_ != nullptr) {
        held.posted.clear();
        mark(task, held.posted);
    }
}

void HeldTasks::remove(Task& task) {
    std::erase(ready_, &task);
    std::erase(resting_, &task);
    for (auto& each : held_)
        if (each.task == &task) each.task = nullptr;
}

// The first that is new or was woken; those below the first slot only when all is to end.
Task* HeldTasks::take_ready() noexcept {
    auto& from = ready_.empty() && closing_ ? resting_ : ready_;
    if (from.empty()) return nullptr;
    Task* first = from.front();
    from.erase(from.begin());
    return first;
}

std::size_t HeldTasks::find_enabled() {
    enabled_.resize(held_.size());
    std::uint32_t* place = enabled_.data();
    last_could_go_ = false;
    for (std::uint32_t i = 0; i < held_.size(); ++i) {
        Held& each = held_[i];
        each.could_go = each.task != nullptr && (each.always || could_go(*each.task));
        *place = i;
        place += each.could_go ? 1 : 0;
        last_could_go_ |= each.could_go && each.number == last_;
    }
    enabled_.resize(static_cast<std::size_t>(place - enabled_.data()));
    return enabled_.size();
}

// Time, if something will come with it.
bool HeldTasks::could_go(Task& task) {
    if (&task != &time_) return kernel_->could_go(task);
    return kernel_->asleep() > 0 || (kernel_->in_flight() > 0 && kernel_->world().expects_something());
}

bool HeldTasks::somebody_waits() const {
    return kernel_->tasks().any_of(
        [&](const Task& task) { return task.id.slot >= first_slot_ && task.state != State::zombie; });
}

// It goes on after everything that was.
void HeldTasks::woken_by_time(std::uint32_t number) {
    known(number).hash = mix(known(number).hash, ending_.class_hash);
    decider_->woken_by_time(number);
}

Decision HeldTasks::pick(Time, int) {
    if (Task* task = ready_.empty() && !closing_ ? nullptr : take_ready()) {
        if (decider_ != nullptr && !in_step_) outside_.push_back(number_of(*task));
        return {task, 1, "it was woken"};
    }
    if (in_step_) end_step();
    else if (!outside_.empty()) look_outside();
    constexpr Decision stop{nullptr, 0, {}};
    if (ending_over_) return stop;
    if (find_enabled() == 0) {
        if (decider_ != nullptr) decider_->nobody_could_go({held_, enabled_, last_, false, ending_.steps});
        // Some may sleep. If not, the kernel says that this is a deadlock, unless all have ended.
        return somebody_waits() ? Decision{nullptr, 1, {}} : stop;
    }
    return decide();
}

Decision HeldTasks::decide() {
    if (going_on_.how != GoingOn::How::not_at_all) return go_on();
    if (decider_ == nullptr) {
        if (!closing_ && --patience_ < 0) return {nullptr, 0, {}};
        return let_go(enabled_.front());
    }
    if (ending_.steps >= max_steps_) {
        ending_.kind = Ending::Kind::too_long;
        decider_ = nullptr;
        return go_on();
    }
    const auto chosen = decider_->choose({held_, enabled_, last_, last_could_go_, ending_.steps});
    if (chosen == Decider::cut) {
        ending_.kind = Ending::Kind::cut;
        ending_over_ = true;
        return {nullptr, 0, {}};
    }
    Held& held = held_[enabled_[chosen]];
    event_.preemption = last_could_go_ && held.number != last_;
    begin_step(held);
    return let_go(enabled_[chosen]);
}

Decision HeldTasks::let_go(std::uint32_t place) noexcept {
    if (held_[place].task == &time_) return {nullptr, 1, {}};  // the kernel lets it pass
    return {std::exchange(held_[place].task, nullptr), 1, "it was chosen"};
}

// Nobody can wait until an execution has ended that does not. It may only be unfair: somebody looks again and again for
// what another would do. So for a while all go in turns. If that does not end it either it is a livelock, or, if chance
// does not lead out of it, a state from which nothing does.
Decision HeldTasks::go_on() {
    using enum GoingOn::How;
    constexpr std::uint32_t shown = 24;  // steps that are enough to see how it goes round
    auto& [how, steps, chance] = going_on_;
    if (how == not_at_all || steps == longest_going_on) {
        if (how == by_chance) {
            fail(Failure::never_ends, "after " + std::to_string(ending_.steps) +
                                          " steps nothing ends it: not to go on in turns, and not by chance");
            return {nullptr, 0, {}};
        }
        how = how == not_at_all ? in_turns : by_chance;
        steps = 0;
    }
    std::size_t next = 0;
    if (how == by_chance) {
        chance = mix(chance, steps);
        next = chance % enabled_.size();
    } else {
        while (next < enabled_.size() && last_ != nobody && held_[enabled_[next]].number <= last_) ++next;
        next %= enabled_.size();
    }
    last_ = held_[enabled_[next]].number;
    if (how == in_turns && steps < shown) schedule_.add(last_);
    ++steps;
    return let_go(enabled_[next]);
}

}  // namespace fibrix::explore
