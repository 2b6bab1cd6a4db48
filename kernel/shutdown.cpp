// Ends that are not of a task's own making: a process that is abandoned, and the end of the whole.
//
// A stack that cannot be unwound any more is abandoned with its process: no destructor runs, and what the process held
// is let go. At the end of a kernel everything is killed and unwound; only what refuses to end is abandoned. Before
// that a process that handles SIGHUP gets it: it has something to bring in order, and some time to do so.

#include <algorithm>

#include "kernel/entered.hpp"
#include "kernel/kernel.hpp"

namespace fibrix {
namespace {

constexpr auto patience_with_order = std::chrono::seconds(10);

bool handles_hangup(const Process& process) {
    const auto found = process.signals.actions.find(Signal::hup);
    return found != process.signals.actions.end() && found->second.kind == SignalAction::Kind::handle;
}

}  // namespace

void Kernel::abandon_running(Task& task) {
    auto status = abandoned_as_;
    const bool dying = task.needs(Attention::dying);
    // Ctrl-C has ended this hog: it is meant for nobody who comes into the foreground after it.
    if (status.reason == ExitStatus::Reason::hogged) take_keyboard();
    if (!dying && task.needs(Attention::dying)) status = task.status;
    task.attention = 0;
    abandon(*task.process, status);
}

void Kernel::abandon(Process& process, const ExitStatus& status) {
    const auto tasks = process.tasks.count();
    notice(Level::error, process.first,
           to_string(status) + ": the process is abandoned; no destructor ran, the memory of " + std::to_string(tasks) +
               (tasks == 1 ? " task is" : " tasks is") + " leaked");
    process.first->status = process.status = status;
    // Its stacks are left with frames of the program's code, and an operation may be under way on its constants.
    for (auto& each : process.code) static_cast<void>(each.release());
    // Found anew by their ids, the first last: the end of the last one is the end of the process, and of `process`.
    std::vector<TaskId> members;
    for (Task* task = process.tasks.back(); task != nullptr; task = process.tasks.prev(*task))
        members.push_back(task->id);
    for (const auto id : members)
        if (Task* task = find(id); task != nullptr && task->state != State::zombie) abandon_task(*task, status);
}

void Kernel::abandon_task(Task& task, const ExitStatus& status) {
    bool stack_is_free = true;
    if (task.parked()) {
        Parking& parking = task.trap->parking;
        // While the World still owns an operation, the stack it lies on is nobody else's: it is leaked.
        stack_is_free = withdraw_all(parking);
        for (auto* each = parking.operation; each != nullptr; each = each->also) each->task = nullptr;
        parking.operation = nullptr;
        end_wait(task);
    } else if (task.state == State::created) {
        timers_.cancel(task.id.slot);  // it was to arrive
    } else if (task.state == State::ready && task.process->stopped()) {
        task.process->held.remove(task);
    } else if (task.state == State::ready || (requests_held_ && task.state == State::requesting)) {
        policy_->remove(task);
    }
    if (task.stack != nullptr && stack_is_free) stacks_.abandon(*task.stack);
    task.stack = nullptr;
    task.trap = nullptr;
    task.body.forget();
    task.group = nullptr;
    task.status = status;
    transition<State::zombie>(task);
    task_is_over(task);
}

void Kernel::kill_all(bool services) {
    std::vector<ProcessId> all;
    tasks_.for_each([&](const Task& task) {
        if (task.process->first == &task && !task.process->ended && (services || !task.process->service))
            all.push_back(task.id);
    });
    for (const auto id : all)
        if (Process* process = find_process(id)) kill(*process);
}

void Kernel::shut_down(Verdict::Kind why) {
    if (std::exchange(shutting_down_, true)) return;
    shutdown_reason_ = why;
    hang_up(false);
    patience_ends_ = now_ + patience_with_order;
}

// Kills all but those that handle SIGHUP, which get it; gives who they are.
std::vector<ProcessId> Kernel::hang_up(bool services) {
    std::vector<ProcessId> told, others;
    tasks_.for_each([&](const Task& task) {
        const Process& process = *task.process;
        if (process.first != &task || process.ended || (process.service && !services)) return;
        const bool asks = handles_hangup(process) && !process.stopped() && !task.needs(Attention::dying);
        (asks ? told : others).push_back(process.id);
    });
    for (const auto id : others)
        if (Process* process = find_process(id)) kill(*process);
    for (const auto id : told)
        if (Process* process = find_process(id)) signal(*process, Signal::hup);
    return told;
}

void Kernel::await_hung_up(const std::vector<ProcessId>& processes) {
    const Time limit = fresh_now() + patience_with_order;
    const auto goes_on = [this](ProcessId id) {
        const Process* process = find_process(id);
        return process != nullptr && !process->ended;
    };
    while (now_ < limit && std::any_of(processes.begin(), processes.end(), goes_on)) {
        if (until_poll_ == 0) poll(Time{});
        if (dispatch_next()) continue;
        if (in_flight_ == 0 && timers_.empty() && again_.empty() && !processors_.busy()) break;
        poll(limit);
    }
}

void Kernel::end_everything() {
    constexpr std::size_t patience = 1000, patience_per_task = 10;  // dispatches or looks without an end
    const Entered entered(*this);
    await_hung_up(hang_up(true));
    kill_all(true);
    std::size_t left = tasks_.count();
    for (std::size_t stalled = 0; left > 0 && stalled < patience + patience_per_task * left;) {
        if (until_poll_ == 0) poll(Time{});
        if (!dispatch_next()) {
            if (in_flight_ == 0 && timers_.empty() && again_.empty() && !processors_.busy()) break;
            poll(world_.now() + std::chrono::milliseconds(1));
        }
        stalled = tasks_.count() < left ? 0 : stalled + 1;
        left = tasks_.count();
    }
    std::vector<ProcessId> rest;  // by id: the end of one frees what nobody has waited for of others
    tasks_.for_each([&](const Task& task) {
        if (task.process->first == &task && !task.process->ended) rest.push_back(task.id);
    });
    init_ = nullptr;
    for (const auto id : rest)
        if (Process* process = find_process(id)) abandon(*process, {ExitStatus::Reason::killed, 0});
}

Kernel::~Kernel() {
    end_everything();
    state_.clear();
}

void Kernel::reset() {
    end_everything();
    state_.clear();
    tasks_.reset();
    init_ = nullptr;
    begin_anew();
}

// Where nobody is left who remembers.
void Kernel::begin_anew() noexcept {
    timers_.reset();
    world_.reset();
    now_ = sampled_ = look_again_ = Time{};
    dispatches_ = 0;
    until_poll_ = 0;
    foreground_ = {};
    last_run_ = nullptr;
    processors_.reset();
    timed_ = policy_->charges() || processors_.count() > 1;
    shutting_down_ = has_verdict_ = false;
    verdict_ = {};
    told_standstill_ = patience_ends_ = never;
}

}  // namespace fibrix
