// How a signal reaches a process: it is ignored, ends it, stops it or lets it go on, or one of its tasks handles it.
//
// Stopped is a flag of the process, not a state of its tasks: they stay what they are, but those that become ready are
// held back from the policy until the process goes on.

#include "kernel/fault.hpp"
#include "kernel/kernel.hpp"

namespace fibrix {
namespace {

// Who handles `signal`: the first task that has it not masked.
Task* taker(Process& process, Signal signal) {
    for (Task* task = process.tasks.front(); task != nullptr; task = List<Task, &Task::member>::next(*task))
        if (!task->masked.has(signal) && task->state != State::zombie) return task;
    return nullptr;
}

}  // namespace

void Kernel::signal(Process& process, Signal signal) {
    if (process.ended || signal == Signal::none) return;
    if (signal == Signal::kill) return kill(process);
    if (signal == Signal::cont) resume(process);
    if (signal == Signal::stop) return stop(process, signal);
    Task* task = taker(process, signal);
    if (task != nullptr) return act_on(process, *task, signal);
    process.signals.pending.add(signal);
}

void Kernel::signal(Task& task, Signal signal) {
    if (signal == Signal::kill) return kill(task);
    if (signal == Signal::stop || signal == Signal::cont) return this->signal(*task.process, signal);
    if (task.masked.has(signal)) task.signals.add(signal);
    else act_on(*task.process, task, signal);
}

std::size_t Kernel::signal_group(ProcessId group, Signal signal) {
    std::vector<ProcessId> members;
    tasks_.for_each([&](const Task& task) {
        const Process& process = *task.process;
        if (process.first == &task && !process.ended && process.group == group) members.push_back(process.id);
    });
    for (const auto id : members)
        if (Process* process = find_process(id)) this->signal(*process, signal);
    return members.size();
}

// `task` has not masked `signal`.
void Kernel::act_on(Process& process, Task& task, Signal signal) {
    using Kind = SignalAction::Kind;
    const auto found = process.signals.actions.find(signal);
    const auto kind = found == process.signals.actions.end() ? Kind::by_default : found->second.kind;
    if (kind == Kind::ignore) return;
    if (kind == Kind::handle) return interrupt(task, signal);
    if (&process == init_) return;  // it is told only what it asks for
    switch (default_action(signal)) {
        case DefaultAction::terminate: return kill(process, {ExitStatus::Reason::signaled, static_cast<int>(signal)});
        case DefaultAction::stop: return stop(process, signal);
        case DefaultAction::ignore:
        case DefaultAction::resume: return;
    }
}

// `task` is to handle `signal`. If it waits where that is allowed, its wait ends with EINTR.
void Kernel::interrupt(Task& task, Signal signal) {
    task.signals.add(signal);
    task.need(Attention::signalled);
    const bool attempted = task.trap != nullptr && task.trap->parked && task.trap->parking.attempted;
    if (task.parked() && !attempted && table_[task.trap->number].declares(Errno::intr)) undo(task, Errno::intr, false);
}

void Kernel::mask_signals(Task& task, SignalSet masked) {
    task.masked = masked;
    SignalSet waiting{};
    waiting.bits = task.signals.bits | task.process->signals.pending.bits;
    for (auto next = waiting.first_without(masked); next != Signal::none; next = waiting.first_without(masked)) {
        for (auto* from : {&waiting, &task.signals, &task.process->signals.pending}) from->remove(next);
        act_on(*task.process, task, next);
    }
}

void Kernel::stop(Process& process, Signal signal) {
    if (process.stopped() || &process == init_) return;
    process.signals.stopped_by = signal;
    for (Task* task = process.tasks.front(); task != nullptr; task = List<Task, &Task::member>::next(*task)) {
        if (task->state == State::running) processors_.take_off(*task);  // as it computes
        if (task->state != State::ready) continue;
        policy_->remove(*task);
        process.held.push_back(*task);
    }
    wake_all(foreground_changes_);  // what waits at the terminal lets others read
    tell_parent(process, SignalState::News::stopped);
}

void Kernel::resume(Process& process) {
    if (!process.stopped()) return;
    process.signals.stopped_by = Signal::none;
    while (Task* task = process.held.pop_front()) policy_->enqueue(*task, Why::woken);
    wake_all(foreground_changes_);
    tell_parent(process, SignalState::News::continued);
}

void Kernel::tell_parent(Process& process, SignalState::News news) {
    process.signals.news = news;
    wake_all(process.first->watchers);
    if (process.parent != nullptr) signal(*process.parent, Signal::chld);
}

void Kernel::set_foreground(ProcessId group) {
    foreground_ = group;
    world_.route_keyboard(group.valid());
    wake_all(foreground_changes_);
}

// What a person has typed at the terminal goes to the group in the foreground.
void Kernel::take_keyboard() {
    const auto pressed = world_.take_keyboard();
    if (pressed.interrupt) spare_hog();  // whoever has held the CPU has let go of it
    if (!foreground_.valid()) return;
    if (pressed.interrupt) signal_group(foreground_, Signal::intr);
    if (pressed.suspend) signal_group(foreground_, Signal::tstp);
}

}  // namespace fibrix
