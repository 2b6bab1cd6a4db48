// The mainloop: pick a ready task, resume it, take its request, carry the request out.
//
// Invariants. `current.context` is set exactly while a task runs. A task that is not running has its request in
// `task.trap`. C++ keeps per thread which exceptions are caught or in flight; that state belongs to a task, so it is
// put aside whenever one comes back with some, and restored before it goes on.

#include "kernel/entered.hpp"
#include "kernel/fiber.hpp"
#include "kernel/kernel.hpp"
#include "kernel/observing.hpp"
#include "kernel/panic.hpp"
#include "kernel/resuming.hpp"

namespace fibrix {
namespace {

constexpr std::uint32_t dispatches_between_polls = 61;

}  // namespace

Kernel::Kernel(World& world, const SyscallTable& table, std::unique_ptr<Policy> policy)
    : world_(world),
      table_(table),
      policy_(std::move(policy)),
      processors_(*this),
      stacks_(&fiber_entry),
      timed_(policy_->charges()) {
    policy_->kernel_ = this;
}

// All of it inlined into `run`: a return across a switch would be mispredicted.
// Resumes `task` until it parks, ends, or has used up its quantum of requests.
[[gnu::always_inline]] inline void Kernel::run_quantum(Task& task, std::uint32_t requests) {
    for (;;) {
        transition<State::running>(task);
        void* message = resume(task);
        if (!is_trap(message)) [[unlikely]]
            return message == as_pointer(Message::ended) ? ended(task) : abandon_running(task);
        Trap& trap = *static_cast<Trap*>(message);
        task.trap = &trap;
        ++task.requests;
        transition<State::requesting>(task);
        const auto outcome = take(task, trap);
        if (outcome == Outcome::answered) [[likely]] {
            deliver(task, trap);
            if (--requests == 0) return make_ready(task, Why::preempted);
        } else if (outcome == Outcome::parked) {
            return settle_parked(task);
        } else if (outcome == Outcome::yielded) {
            deliver(task, trap);
            return make_ready(task, Why::yielded);
        } else if (outcome == Outcome::computing) {
            return processors_.begin(task);
        } else {
            task.need(Attention::unwinds);
            if (--requests == 0) return make_ready(task, Why::preempted);  // a program may swallow it for ever
        }
        if (!again_.empty()) carry_out_again();
    }
}

void Kernel::prepare_dispatch(const Decision& decision) {
    if (decision.task->stack == nullptr) bind_stack(*decision.task);
    observe(observers_, [&](Observer& each) { each.decided(decision); });
}

void Kernel::run_in_time(Task& task, std::uint32_t requests) {
    last_run_ = current.task = &task;
    run_quantum(task, requests);
    if (!again_.empty()) carry_out_again();
}

[[gnu::always_inline]] inline void Kernel::dispatch(const Decision& decision) {
    Task& task = *decision.task;
    --until_poll_;
    ++dispatches_;
    ++task.switches;
    last_run_ = current.task = &task;
    if (task.stack == nullptr || observed_) [[unlikely]]
        prepare_dispatch(decision);
    run_quantum(task, decision.requests);
    if (!again_.empty()) carry_out_again();
}

const Verdict& Kernel::run() {
    const Entered entered(*this);
    if (requests_held_) return run_held();
    if (timed_) return run_timed();
    while (!reach_verdict()) {
        if (until_poll_ == 0) {
            if (timed_) return run_timed();  // somebody has begun to compute
            poll(Time{});
        }
        const Decision decision = policy_->pick(now_, 0);
        if (decision.task != nullptr) [[likely]]
            dispatch(decision);
        else if (!find_deadlock()) poll(look_for_standstill());
    }
    return verdict_;
}

// The loop where time matters: see processors.hpp.
const Verdict& Kernel::run_timed() {
    while (!reach_verdict())
        if (!processors_.turn() && !find_deadlock()) poll(look_for_standstill());
    return verdict_;
}

// Dispatches the next ready task; false if there is none.
bool Kernel::dispatch_next() {
    if (timed_) return processors_.turn();
    const Decision decision = policy_->pick(now_, 0);
    if (decision.task != nullptr) requests_held_ ? advance(*decision.task) : dispatch(decision);
    return decision.task != nullptr;
}

Step Kernel::step() {
    const Entered entered(*this);
    if (reach_verdict()) return Step::ended;
    const bool arrived = poll(Time{});
    if (!dispatch_next()) {
        if (!find_deadlock() && !arrived) return Step::idle;
    }
    return reach_verdict() ? Step::ended : Step::ran;
}

bool Kernel::reach_verdict() {
    if (has_verdict_) return true;
    if (keeping_alive_ > 0) [[likely]]
        return false;
    verdict_.kind = shutting_down_ ? shutdown_reason_ : Verdict::Kind::done;
    return has_verdict_ = true;
}

// Before a task runs that has something to look after. Gives what the task is to be told.
void* Kernel::restore(Task& task) {
    if (task.needs(Attention::exceptions)) *exceptions_ = std::exchange(task.stack->exceptions, {});
    if (task.needs(Attention::unwinds)) {
        task.forget(Attention::unwinds);
        return reinterpret_cast<void*>(Delivery::unwind);
    }
    // Not in a destructor or a release request, which must not throw; nor in a task that has not begun.
    const bool handles = task.needs(Attention::signalled) && !task.needs(Attention::dying) && task.trap != nullptr &&
                         exceptions_->uncaught == 0 && !table_[task.trap->number].release;
    return handles ? reinterpret_cast<void*>(Delivery::handle) : nullptr;
}

// After a task has come back: keeps its exception state, looks at its canary, and carries out the wakes it has noted.
void Kernel::look_after(Task& task) {
    if (task.needs(Attention::canary) && !StackPool::canary_alive(*task.stack))
        panic("stack overflow: the canary below the stack is gone");
    if (exceptions_->any()) {
        task.stack->exceptions = std::exchange(*exceptions_, {});
        task.need(Attention::exceptions);
    } else {
        task.forget(Attention::exceptions);
    }
    if (current.wakes == 0) return;
    carry_out_noted_wakes();
    carry_out_again();
}

// A dying task unwinds at any request but a release. While it unwinds already, requests are carried out as far as
// that takes no waiting: an exception out of a destructor would be the end of the system.
Outcome Kernel::take_with_care(Task& task, Trap& trap) {
    const Syscall& syscall = table_[trap.number];
    if (observed_) observe(observers_, [&](Observer& each) { each.taken(task, syscall, trap); });
    const bool unwinding = task.stack->exceptions.uncaught > 0;
    if (task.needs(Attention::dying) && !syscall.release && !unwinding) return Outcome::unwind;
    if (task.needs(Attention::filtered)) return ask_filters(task, trap);
    return syscall.carry_out(*this, task, trap);
}

Outcome Kernel::ask_filters(Task& task, Trap& trap) {
    const Syscall& syscall = table_[trap.number];
    auto& filters = task.process->filters;
    for (std::size_t i = filters.size(); i-- > 0;) {
        const auto decision = filters[i]->taken(task, syscall, trap);
        switch (decision.kind) {
            case FilterDecision::Kind::pass: continue;
            case FilterDecision::Kind::answered: return Outcome::answered;
            case FilterDecision::Kind::refuse:
                if (!syscall.declares(decision.error)) continue;
                syscall.fail(trap, decision.error);
                return Outcome::answered;
            case FilterDecision::Kind::delay:
                if (task.needs(Attention::dying)) continue;  // it cannot be undone by a result it may not have
                return hold(task, decision.delay);
        }
    }
    return syscall.carry_out(*this, task, trap);
}

void Kernel::tell_of_result(Task& task, Trap& trap) {
    const Syscall& syscall = table_[trap.number];
    for (auto& filter : task.process->filters) filter->delivered(task, syscall, trap);
    observe(observers_, [&](Observer& each) { each.answered(task, syscall, trap); });
}

void Kernel::bind_stack(Task& task) {
    task.stack = stacks_.take(task.reserved);
    task.context = task.stack->idle;
    if (&task == task.process->first) StackPool::clean(*task.stack);
    if (task.stack->guard == Guard::canary) task.need(Attention::canary);
    if (stacks_.weakest_guard() != guard_told_) {
        guard_told_ = stacks_.weakest_guard();
        notice(Level::warning, nullptr,
               std::string("stacks are guarded by ") + std::string(to_string(guard_told_)) +
                   " from now on: the host has no more guard pages");
    }
}

// Takes what the World has, waiting for it until `deadline`, and wakes whom it concerns. False if nothing came.
bool Kernel::poll(Time deadline) {
    sample_time();
    world_.wait(timed_ ? std::min(deadline, processors_.next()) : deadline, completed_);
    sampled_ = fresh_now();
    if (observed_) observe(observers_, [](Observer& each) { each.polled(); });
    until_poll_ = dispatches_between_polls;
    for (Operation* each = completed_.front(); each != nullptr; each = Operations::next(*each))
        each->handed_over = true;
    const bool arrived = !completed_.empty();
    const bool settled = timed_ && processors_.settle();
    while (Operation* operation = completed_.pop_front()) complete(*operation);
    const bool expired = expire(now_);
    if (world_.interrupts() > interrupts_seen_) {
        interrupts_seen_ = world_.interrupts();
        shut_down(Verdict::Kind::interrupted);
    }
    if (now_ >= patience_ends_) {
        patience_ends_ = never;
        kill_all(false);
    }
    take_keyboard();
    if (!again_.empty()) carry_out_again();
    return arrived || expired || settled;
}

// Exact accounting would cost two readings of the clock a switch. So each look at the clock charges what has passed
// since the last to the task that ran last: wrong for one, right on the average.
void Kernel::sample_time() {
    if (last_run_ == nullptr) return;
    const Time time = world_.now();
    last_run_->ran += time - sampled_;
    Process& process = *last_run_->process;
    process.ran += time - sampled_;
    if (process.ran > process.limits.cpu) [[unlikely]]
        signal(process, Signal::xcpu);
    sampled_ = time;
    last_run_ = nullptr;
}

Process* Kernel::find_process(ProcessId id) const noexcept {
    const Task* task = find(id);
    return task != nullptr && task->process->first == task ? task->process : nullptr;
}

void Kernel::attach(Observer& observer) {
    listeners_.push_back(&observer);
    if (observer.watches_tasks()) observers_.push_back(&observer);
    observed_ = !observers_.empty();
}

void Kernel::detach(Observer& observer) noexcept {
    std::erase(listeners_, &observer);
    std::erase(observers_, &observer);
    observed_ = !observers_.empty();
}

void Kernel::detach_broken(Observer& observer) {
    detach(observer);
    notice(Level::error, nullptr, "an observer has thrown and is detached");
}

void Kernel::notice(Level level, const Task* task, std::string_view text) {
    fresh_now();
    observe(listeners_, [&](Observer& each) { each.notice(level, task, text); });
}

void Kernel::tell_of_transition(const Task& task, State to) {
    observe(observers_, [&](Observer& each) { each.transition(task, task.state, to); });
}

void Kernel::illegal_transition(const Task& task, State to) {
    panic("task " + to_string(task.id) + " cannot go from " + std::string(to_string(task.state)) + " to " +
          std::string(to_string(to)));
}

}  // namespace fibrix
