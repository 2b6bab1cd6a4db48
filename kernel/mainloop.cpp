// The mainloop: pick a ready task, resume it, take its request, carry the request out.
//
// Invariants. `current.context` is set exactly while a task runs. A task that is not running has its request in
// `task.trap`. C++ keeps per thread which exceptions are caught or in flight; that state belongs to a task, so it is
// put aside whenever one comes back with some, and restored before it goes on.

#include "kernel/entered.hpp"
#include "kernel/fiber.hpp"
#include "kernel/kernel.hpp"
#include "kernel/panic.hpp"

namespace fibrix {
namespace {

constexpr std::uint32_t dispatches_between_polls = 61;

}  // namespace

Kernel::Kernel(World& world, const SyscallTable& table, std::unique_ptr<Policy> policy)
    : world_(world), table_(table), policy_(std::move(policy)), stacks_(&fiber_entry), charges_(policy_->charges()) {}

const Verdict& Kernel::run() {
    const Entered entered(*this);
    while (!reach_verdict()) {
        if (until_poll_ == 0) poll(Time{});
        const Decision decision = policy_->pick(now_, 0);
        if (decision.task != nullptr) [[likely]]
            dispatch(decision);
        else if (timers_.empty() && in_flight_ == 0) find_deadlock();
        else poll(timers_.next());
    }
    return verdict_;
}

Step Kernel::step() {
    const Entered entered(*this);
    if (reach_verdict()) return Step::ended;
    const bool arrived = poll(Time{});
    const Decision decision = policy_->pick(now_, 0);
    if (decision.task != nullptr) dispatch(decision);
    else if (timers_.empty() && in_flight_ == 0) find_deadlock();
    else if (!arrived) return Step::idle;
    return reach_verdict() ? Step::ended : Step::ran;
}

bool Kernel::reach_verdict() {
    if (has_verdict_) return true;
    if (keeping_alive_ > 0) [[likely]]
        return false;
    verdict_.kind = shutting_down_ ? shutdown_reason_ : Verdict::Kind::done;
    return has_verdict_ = true;
}

void Kernel::dispatch(const Decision& decision) {
    Task& task = *decision.task;
    if (!observers_.empty()) [[unlikely]]
        observe(observers_, [&](Observer& each) { each.decided(decision); });
    --until_poll_;
    ++dispatches_;
    ++task.switches;
    last_run_ = &task;
    if (task.stack == nullptr) bind_stack(task);
    const Time begun = charges_ ? fresh_now() : Time{};
    run_quantum(task, decision.requests);
    if (charges_ && last_run_ != nullptr) policy_->charge(*last_run_, fresh_now() - begun);
    if (!again_.empty()) carry_out_again();
}

inline void* Kernel::resume(Task& task) {
    if (task.needs(Attention::exceptions)) [[unlikely]]
        *exceptions_ = std::exchange(task.stack->exceptions, {});
    auto* delivery = reinterpret_cast<void*>(static_cast<std::uintptr_t>(task.unwinds));
    task.unwinds = false;
    auto& here = current;
    here.task = &task;
    here.context = &task.context;
    void* message = switch_to(here.kernel, task.context, delivery);
    here.context = nullptr;
    if (exceptions_->any() || task.attention != 0) [[unlikely]]
        put_aside(task);
    return message;
}

// Resumes `task` until it parks, ends, or has used up its quantum of requests.
void Kernel::run_quantum(Task& task, std::uint32_t requests) {
    transition(task, State::running);
    for (;;) {
        void* message = resume(task);
        if (message == message::ended) return ended(task);
        if (message == &message::abandoned) return abandon_running(task);
        Trap& trap = *static_cast<Trap*>(message);
        task.trap = &trap;
        ++task.requests;
        transition(task, State::requesting);
        switch (take(task, trap)) {
            case Outcome::answered:
                deliver(task, trap);
                if (--requests == 0) return make_ready(task, Why::preempted);
                break;
            case Outcome::unwind:
                task.unwinds = true;
                if (--requests == 0) return make_ready(task, Why::preempted);  // a program may swallow it for ever
                break;
            case Outcome::yielded: deliver(task, trap); return make_ready(task, Why::yielded);
            case Outcome::parked: return settle_parked(task);
        }
        if (!again_.empty()) carry_out_again();
        transition(task, State::running);
    }
}

// After a task has come back: keeps its exception state, and looks at its canary if it has one.
void Kernel::put_aside(Task& task) {
    if (task.stack->guard == Guard::canary && !StackPool::canary_alive(*task.stack))
        panic("stack overflow: the canary below the stack is gone");
    if (exceptions_->any()) {
        task.stack->exceptions = std::exchange(*exceptions_, {});
        task.need(Attention::exceptions);
    } else {
        task.forget(Attention::exceptions);
    }
}

Outcome Kernel::take(Task& task, Trap& trap) {
    if (!observers_.empty()) [[unlikely]]
        observe(observers_, [&](Observer& each) { each.taken(task, table_[trap.number], trap); });
    if (task.attention != 0) [[unlikely]]
        return take_with_attention(task, trap);
    return table_.handler(trap.number)(*this, task, trap);
}

// A dying task unwinds at any request but a release. While it unwinds already, requests are carried out as far as
// that takes no waiting: an exception out of a destructor would be the end of the system.
Outcome Kernel::take_with_attention(Task& task, Trap& trap) {
    const Syscall& syscall = table_[trap.number];
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
    const auto size = task.process->stack;
    task.stack = stacks_.take(size);
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
    Operations completed;
    world_.wait(deadline, completed);
    sampled_ = fresh_now();
    until_poll_ = dispatches_between_polls;
    const bool arrived = !completed.empty();
    while (Operation* operation = completed.pop_front()) complete(*operation);
    const bool expired = expire(now_);
    if (!again_.empty()) carry_out_again();
    if (world_.interrupts() > interrupts_seen_) {
        interrupts_seen_ = world_.interrupts();
        shut_down(Verdict::Kind::interrupted);
    }
    return arrived || expired;
}

// Exact accounting would cost two readings of the clock a switch. So each look at the clock charges what has passed
// since the last to the task that ran last: wrong for one, right on the average.
void Kernel::sample_time() {
    if (last_run_ == nullptr) return;
    const Time time = world_.now();
    last_run_->ran += time - sampled_;
    sampled_ = time;
    last_run_ = nullptr;
}

void Kernel::attach(Observer& observer) {
    listeners_.push_back(&observer);
    if (observer.watches_tasks()) observers_.push_back(&observer);
}

void Kernel::detach(Observer& observer) noexcept {
    std::erase(listeners_, &observer);
    std::erase(observers_, &observer);
}

void Kernel::detach_broken(Observer& observer) {
    detach(observer);
    notice(Level::error, nullptr, "an observer has thrown and is detached");
}

void Kernel::notice(Level level, const Task* task, std::string_view text) {
    fresh_now();
    observe(listeners_, [&](Observer& each) { each.notice(level, task, text); });
}

void Kernel::illegal_transition(const Task& task, State to) {
    panic("task " + to_string(task.id) + " cannot go from " + std::string(to_string(task.state)) + " to " +
          std::string(to_string(to)));
}

}  // namespace fibrix
