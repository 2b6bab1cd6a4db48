// What a step has done: its marks, the tasks it has ended, and its hash.

#include <algorithm>
#include <bit>

#include "kernel/kernel.hpp"
#include "syscalls/console/console_object.hpp"
#include "tools/explore/hash.hpp"
#include "tools/explore/held_tasks.hpp"

namespace fibrix::explore {
namespace {

constexpr std::uint32_t the_world = 0;  // the number of an object that stands for all

}  // namespace

// The code between two requests may touch any memory that is plain.
void HeldTasks::mark(Task& task, Marks& marks) {
    if (task.state == State::ready) return marks.add(objects_.number_of(&options_.plain_memory), true);
    if (&task == &time_) return marks.add_world();
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
    event_.request = held.task->state == State::requesting ? held.task->trap->number : SyscallNumber{};
    event_.failed = false;
    event_.marks.clear();
    mark(*held.task, event_.marks);
    in_step_ = true;
    schedule_.add(held.number);
    if (trail_ != nullptr) trail_->add(held.number);
}

std::size_t HeldTasks::choose_value(std::size_t options) {
    if (decider_ == nullptr || options < 2) return 0;
    const auto value = decider_->choose_value(options);
    if (in_step_) schedule_.add_value(value);
    if (in_step_ && trail_ != nullptr) trail_->add_value(value);
    known_[event_.task].hash = mix(known_[event_.task].hash, value + 1);
    return value;
}

void HeldTasks::end_step() {
    in_step_ = false;
    if (options_.free_time) look_at_time();
    look_for_ends(event_.task);
    for (const auto each : woken_) look_for_ends(each);
    event_.failed = ending_over_;
    hash_step();
    event_.woken = woken_;
    if (!is_time(event_.task)) last_ = event_.task;
    ++ending_.steps;
    ending_.preemptions += event_.preemption ? 1u : 0u;
    if (listens_) decider_->happened(event_);
    woken_.clear();
}

// Before the first deadline is set time cannot pass, whatever else was done.
void HeldTasks::look_at_time() {
    const bool could = std::exchange(time_could_pass_, could_go(time_));
    if (time_could_pass_ && !could && !is_time(event_.task)) woken_.push_back(time_number);
}

void HeldTasks::conclude() {
    if (in_step_) end_step();
    look_outside();
    if (going_on_.how != GoingOn::How::by_chance || ending_.failure != Failure::none) return;
    fail(Failure::livelock,
         "after " + std::to_string(ending_.steps) + " steps it does not end when all go on in turns, though it could");
}

// Who has ended before its first request, or right after time had passed.
void HeldTasks::look_outside() {
    for (const auto each : outside_) look_for_ends(each);
    outside_.clear();
}

// The end of a process's first task is that of the others, and the end of the first process that of all.
bool HeldTasks::leaves_others(const Task& task) const {
    if (task.id.valid() && task.process->first == &task) return true;
    return task.id.slot == first_slot_ && kernel_->tasks().count() > 0 && first_slot_ == 1;
}

// The end of a task can be seen by who waits for it; one that fails ends the execution, or at least is seen by all.
void HeldTasks::look_for_ends(std::uint32_t number) {
    Known& each = known(number);
    if (each.task == nullptr) return;  // time
    const Task& task = *each.task;
    if (each.over || (task.id.valid() && task.state != State::zombie)) return;
    each.over = true;
    event_.marks.add(objects_.number_of(&task), true);
    if (leaves_others(task)) event_.marks.add_world();
    if (task.status.ok()) return;
    event_.marks.add_world();
    if (auto what = runnable_.blame(task, number - (options_.free_time ? 1 : 0)); !what.empty() && !ending_over_) {
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
    const auto past_of = [](const Objects::State& object, bool writes) {
        return object.written + (writes ? std::rotl(object.read, 17) * 3 : 0);
    };
    const bool world = event_.marks.world();
    auto& all = objects_.state(the_world);
    auto past = std::rotl(past_of(all, world), 23) + event_.task;
    for (const auto each : event_.marks.all())
        past = std::rotl(past, 23) * 5 + past_of(objects_.state(Marks::object_of(each)), Marks::writes(each));
    const auto hash = mix(known_[event_.task].hash, past);
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
