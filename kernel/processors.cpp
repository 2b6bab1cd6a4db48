#include "kernel/processors.hpp"

#include <algorithm>

#include "kernel/kernel.hpp"
#include "kernel/observing.hpp"

namespace fibrix {

void Processors::set(int count, Duration switch_cost) {
    all_.assign(static_cast<std::size_t>(count), {});
    switch_cost_ = switch_cost;
    kernel_.timed_ = true;
}

Processors::Record& Processors::record(const Task& task) {
    if (task.id.slot >= records_.size()) records_.resize(task.id.slot + 1);
    return records_[task.id.slot];
}

const Scheduling& Processors::known(const Task& task) const noexcept {
    static constexpr Scheduling nothing;
    return task.id.slot < records_.size() ? records_[task.id.slot].known : nothing;
}

void Processors::make_known(Task& task, const Scheduling& what) {
    const bool queued = task.state == State::ready && !task.process->stopped();
    if (queued) kernel_.policy_->remove(task);
    record(task).known = what;
    if (queued) kernel_.policy_->enqueue(task, Why::rescheduled);
}

void Processors::inherit(Task& task, const Task& parent) {
    if (records_.empty()) return;
    const Scheduling its = known(parent);
    record(task).known = {.priority = its.priority, .tickets = its.tickets, .processors = its.processors};
}

Outcome Processors::compute(Task& task, Duration duration) {
    record(task).left = duration;
    return Outcome::computing;
}

void Processors::begin(Task& task) {
    Processor& here = all_[present_];
    if (!std::exchange(kernel_.timed_, true)) {
        here.quantum = unlimited;
        kernel_.until_poll_ = 0;  // so that the mainloop sees it
    }
    if (here.quantum <= Duration::zero()) return kernel_.make_ready(task, Why::preempted);
    kernel_.transition<State::running>(task);
    here.task = &task;
    here.since = kernel_.fresh_now();
    here.switching = here.last.valid() && here.last != task.id ? switch_cost_ : Duration::zero();
    here.last = task.id;
}

void Processors::cut(Task& task) {
    if (task.id.slot >= records_.size() || left(task) == Duration::zero()) return;
    records_[task.id.slot].left = Duration::zero();
    if (task.stack->exceptions.uncaught == 0) task.need(Attention::unwinds);
}

void Processors::take_off(Task& task) {
    for (std::size_t number = 0; number < all_.size(); ++number)
        if (all_[number].task == &task) return give_way(number, Why::displaced);
}

void Processors::forget(const Task& task) noexcept {
    for (auto& each : all_)
        if (each.task == &task) each.task = nullptr;
    if (task.id.slot < records_.size()) records_[task.id.slot] = {};
}

void Processors::reset() noexcept {
    for (auto& each : all_) each = {};
    present_ = 0;
    records_.clear();
}

bool Processors::busy() const noexcept {
    return std::any_of(all_.begin(), all_.end(), [](const Processor& each) { return each.task != nullptr; });
}

Time Processors::next() const noexcept {
    Time next = never;
    for (const auto& each : all_) {
        if (each.task == nullptr) continue;
        const auto span = std::min(left(*each.task), each.quantum);
        next = std::min(next, saturating_add(saturating_add(each.since, each.switching), span));
    }
    return next;
}

// What has passed since the last look: first of going over to the task, then of its computing and its quantum.
void Processors::account(std::size_t number) {
    Processor& here = all_[number];
    const Time now = kernel_.now();
    const auto switching = std::min(here.switching, now - here.since);
    const Time from = here.since + switching;
    here.switching -= switching;
    here.since = now;
    Record& its = records_[here.task->id.slot];
    const auto used = std::min(now - from, std::min(its.left, here.quantum));
    if (used == Duration::zero()) return;
    Task& task = *here.task;
    its.left -= used;
    if (here.quantum != unlimited) here.quantum -= used;
    task.ran += used;
    task.process->ran += used;
    const auto tell = [&](Observer& each) { each.computed(task, static_cast<int>(number), from, from + used); };
    if (kernel_.observed_) kernel_.observe(kernel_.observers_, tell);
    kernel_.policy_->charge(task, used);
    if (task.process->ran > task.process->limits.cpu) [[unlikely]]
        kernel_.signal(*task.process, Signal::xcpu);
}

// The computing is done: the task has its answer and goes on here.
void Processors::finish(std::size_t number) {
    Task& task = *std::exchange(all_[number].task, nullptr);
    kernel_.transition<State::requesting>(task);
    if (!task.needs(Attention::unwinds)) kernel_.deliver(task, *task.trap);
    run(number, task);
}

void Processors::give_way(std::size_t number, Why why) {
    Task& task = *all_[number].task;
    account(number);
    if (all_[number].task != &task) return;  // it has run into a limit
    all_[number].task = nullptr;
    kernel_.make_ready(task, why);
}

bool Processors::settle() {
    bool any = false;
    const auto for_busy = [&](auto&& condition, auto&& action) {
        for (std::size_t number = 0; number < all_.size(); ++number) {
            if (all_[number].task == nullptr || !condition(all_[number])) continue;
            any = true;
            action(number);
        }
    };
    for (std::size_t number = 0; number < all_.size(); ++number)
        if (all_[number].task != nullptr) account(number);
    for_busy([&](const Processor& each) { return left(*each.task) == Duration::zero(); },
             [&](std::size_t number) { finish(number); });
    for_busy([](const Processor& each) { return each.quantum <= Duration::zero(); },
             [&](std::size_t number) { give_way(number, Why::preempted); });
    return any;
}

void Processors::dispatch(std::size_t number, const Decision& decision) {
    Processor& here = all_[number];
    Task& task = *decision.task;
    here.quantum = decision.quantum > Duration::zero() ? decision.quantum : unlimited;
    here.requests = decision.requests;
    if (kernel_.until_poll_ > 0) --kernel_.until_poll_;
    ++kernel_.dispatches_;
    ++task.switches;
    if (task.stack == nullptr || kernel_.observed_) kernel_.prepare_dispatch(decision);
    present_ = number;
    if (task.id.slot < records_.size() && left(task) != Duration::zero()) return begin(task);
    run(number, task);
}

// What it does between two spans of computing takes time where the World's clock goes on by itself.
void Processors::run(std::size_t number, Task& task) {
    present_ = number;
    const Time begun = kernel_.fresh_now();
    kernel_.run_in_time(task, all_[number].requests);
    Task* last = std::exchange(kernel_.last_run_, nullptr);
    const auto used = kernel_.fresh_now() - begun;
    if (last == nullptr || used == Duration::zero()) return;
    Processor& here = all_[number];
    if (here.quantum != unlimited) here.quantum -= std::min(used, here.quantum);
    last->ran += used;
    last->process->ran += used;
    kernel_.policy_->charge(*last, used);
    if (last->process->ran > last->process->limits.cpu) [[unlikely]]
        kernel_.signal(*last->process, Signal::xcpu);
}

// Lets idle processors pick.
bool Processors::fill() {
    bool any = false;
    for (std::size_t number = 0; number < all_.size(); ++number) {
        if (all_[number].task != nullptr) continue;
        const Decision decision = kernel_.policy_->pick(kernel_.now(), static_cast<int>(number));
        if (decision.task == nullptr) continue;
        any = true;
        dispatch(number, decision);
    }
    return any;
}

bool Processors::displace() {
    bool any = false;
    for (std::size_t number = 0; number < all_.size(); ++number) {
        Task* running = all_[number].task;
        if (running == nullptr || !kernel_.policy_->preempts(*running, static_cast<int>(number))) continue;
        give_way(number, Why::displaced);
        const Decision decision = kernel_.policy_->pick(kernel_.now(), static_cast<int>(number));
        any |= decision.task != running;  // or it might go on like that for ever
        if (decision.task != nullptr) dispatch(number, decision);
    }
    return any;
}

bool Processors::turn() {
    if (kernel_.until_poll_ == 0) kernel_.poll(Time{});
    kernel_.fresh_now();
    const bool ended = settle();
    const bool filled = fill();
    const bool displaced = displace();
    return ended || filled || displaced;
}

// A new task becomes ready at once, or is a timer until it arrives.
void Kernel::begin(Task& task, const Task* parent, Time arrival) {
    if (parent != nullptr) processors_.inherit(task, *parent);
    if (arrival <= now_) return make_ready(task, Why::spawned);
    timers_.set(task.id.slot, arrival);
}

}  // namespace fibrix
