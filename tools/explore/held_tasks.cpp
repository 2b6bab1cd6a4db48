#include "tools/explore/held_tasks.hpp"

#include <algorithm>
#include <bit>

#include "kernel/kernel.hpp"
#include "syscalls/console/console_object.hpp"
#include "tools/explore/hash.hpp"

namespace fibrix::explore {
namespace {

constexpr std::uint32_t the_world = 0;  // the number of an object that stands for all

}  // namespace

void HeldTasks::begin(Decider* decider) {
    decider_ = decider;
    looks_ahead_ = decider->looks_ahead();
    in_step_ = ending_over_ = closing_ = false;
    first_slot_ = runnable_.first_slot();
    known_.clear();
    held_.clear();
    woken_.clear();
    objects_.forget();
    [[maybe_unused]] const auto world = objects_.number_of(this);
    last_ = nobody;
    ending_ = {};
    what_.clear();
    schedule_.clear();
}

HeldTasks::Known& HeldTasks::known(std::uint32_t number) {
    if (number >= known_.size()) known_.resize(number + 1);
    return known_[number];
}

void HeldTasks::enqueue(Task& task, Why why) {
    if (why == Why::requesting) return hold(task);
    if (task.id.slot < first_slot_) return resting_.push_back(&task);
    const auto later = [](const Task* one, const Task* other) { return one->id.slot < other->id.slot; };
    ready_.insert(std::upper_bound(ready_.begin(), ready_.end(), &task, later), &task);
    if (decider_ == nullptr) return;
    const auto number = number_of(task);
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
    held.always = kernel_->table()[task.trap->number].ready == nullptr;
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
    enabled_.clear();
    last_could_go_ = false;
    for (std::uint32_t i = 0; i < held_.size(); ++i) {
        Held& each = held_[i];
        if (each.task == nullptr) continue;
        each.could_go = each.always || kernel_->could_go(*each.task);
        if (!each.could_go) continue;
        enabled_.push_back(i);
        last_could_go_ |= each.number == last_;
    }
    return enabled_.size();
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
    if (Task* task = take_ready()) return {task, 1, "it was woken"};
    if (in_step_) end_step();
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
    std::uint32_t place = enabled_.front();
    if (decider_ != nullptr) {
        if (ending_.steps >= options_.max_steps) {
            ending_.kind = Ending::Kind::too_long;
            fail(Failure::livelock, "it has not ended after " + std::to_string(ending_.steps) + " steps");
            return {nullptr, 0, {}};
        }
        const auto chosen = decider_->choose({held_, enabled_, last_, last_could_go_, ending_.steps});
        if (chosen == Decider::cut) {
            ending_.kind = Ending::Kind::cut;
            ending_over_ = true;
            return {nullptr, 0, {}};
        }
        place = enabled_[chosen];
        event_.preemption = last_could_go_ && held_[place].number != last_;
        begin_step(held_[place]);
    } else if (!closing_ && --patience_ < 0) {
        return {nullptr, 0, {}};
    }
    return {std::exchange(held_[place].task, nullptr), 1, "it was chosen"};
}

void HeldTasks::mark(Task& task, Marks& marks) {
    const auto tell = kernel_->table()[task.trap->number].footprint;
    if (tell == nullptr) {
        marks.add_world();
        return;
    }
    Footprint footprint;
    tell(*kernel_, task, *task.trap, footprint);
    if (footprint.world()) marks.add_world();
    for (const auto& each : footprint.accesses())
        if (!options_.ignore_console || each.object != &Console::kind)
            marks.add(objects_.number_of(each.object), each.writes);
}

void HeldTasks::begin_step(const Held& held) {
    event_.task = held.number;
    event_.request = held.task->trap->number;
    event_.failed = false;
    event_.marks.clear();
    mark(*held.task, event_.marks);
    in_step_ = true;
    schedule_.add(held.number);
}

std::size_t HeldTasks::choose_value(std::size_t options) {
    if (decider_ == nullptr || options < 2) return 0;
    const auto value = decider_->choose_value(options);
    if (in_step_) schedule_.add_value(value);
    known_[event_.task].hash = mix(known_[event_.task].hash, value + 1);
    return value;
}

void HeldTasks::end_step() {
    in_step_ = false;
    look_for_ends(event_.task);
    for (const auto each : woken_) look_for_ends(each);
    event_.failed = ending_over_;
    hash_step();
    event_.woken = woken_;
    last_ = event_.task;
    ++ending_.steps;
    ending_.preemptions += event_.preemption ? 1u : 0u;
    decider_->happened(event_);
    woken_.clear();
}

void HeldTasks::conclude() {
    if (in_step_) end_step();
}

// The end of a process's first task is that of the others, and the end of the first process that of all.
bool HeldTasks::leaves_others(const Task& task) const {
    if (task.id.valid() && task.process->first == &task) return true;
    return task.id.slot == first_slot_ && kernel_->tasks().count() > 0 && first_slot_ == 1;
}

// The end of a task can be seen by who waits for it; one that fails ends the execution, or at least is seen by all.
void HeldTasks::look_for_ends(std::uint32_t number) {
    Known& each = known(number);
    const Task& task = *each.task;
    if (each.over || (task.id.valid() && task.state != State::zombie)) return;
    each.over = true;
    event_.marks.add(objects_.number_of(&task), true);
    if (leaves_others(task)) event_.marks.add_world();
    if (task.status.ok()) return;
    event_.marks.add_world();
    if (auto what = runnable_.blame(task); !what.empty() && !ending_over_) {
        ending_.kind = Ending::Kind::failed;
        const bool crashed = task.status.reason >= ExitStatus::Reason::overflowed;
        fail(crashed ? Failure::crash : Failure::assertion, std::move(what));
    }
}

void HeldTasks::fail(Failure failure, std::string what) {
    ending_.failure = failure;
    what_ = std::move(what);
    ending_over_ = true;
}

void HeldTasks::hash_step() {
    auto hash = mix(known_[event_.task].hash, event_.task);
    const auto past_of = [](const Objects::State& object, bool writes) {
        return object.written + (writes ? std::rotl(object.read, 17) * 3 : 0);
    };
    const bool world = event_.marks.world();
    auto& all = objects_.state(the_world);
    if (const auto past = past_of(all, world); past != 0) hash = mix(hash, past);
    for (const auto each : event_.marks.all())
        hash = mix(hash, past_of(objects_.state(Marks::object_of(each)), Marks::writes(each)));
    for (const auto each : event_.marks.all()) {
        auto& object = objects_.state(Marks::object_of(each));
        if (Marks::writes(each)) object = {hash, 0};
        else object.read += hash;
    }
    if (world) all = {hash, 0};
    else all.read += hash;
    known_[event_.task].hash = hash;
    for (const auto each : woken_) known_[each].hash = mix(known_[each].hash, hash);
    event_.hash = hash;
    ending_.class_hash += hash;
    ending_.chain_hash = mix(ending_.chain_hash, hash + event_.request);
}

}  // namespace fibrix::explore
