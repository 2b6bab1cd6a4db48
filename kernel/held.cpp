// Requests that are held: the loop for who decides about every request, between its taking and its carrying out.
//
// A task that traps stays `requesting`, nothing has happened, and is the policy's. When it is picked its request is
// carried out; if that gives an answer the task goes on at once, up to its next request, which is held again. So a step
// is one request and the code up to the next; where that code is picked for itself it is a step of its own. Tasks that
// are new, or woken with an answer, are ready as ever; to pick them first is no decision, since between two requests
// nobody can tell. Requests that could only wait (`could_go`) are not to be picked: a lock is a step when it is
// acquired. Time passes only when the policy has nobody to pick.

#include "kernel/fiber.hpp"
#include "kernel/resuming.hpp"

namespace fibrix {

void Kernel::hold_requests(bool resumption_too) noexcept {
    every_request_visible_ = requests_held_ = true;
    resumption_held_ = resumption_too;
    tasks_.never_reuse();
}

// Who is dying goes on in any case: to its unwinding, or to a release request that wants to know.
bool Kernel::could_go(Task& task) {
    const auto ready = table_[task.trap->number].ready;
    return ready == nullptr || task.needs(Attention::dying) || ready(*this, task, *task.trap);
}

bool Kernel::waits(const Task& task) const noexcept {
    return task.parked() || (requests_held_ && task.state == State::requesting);
}

void Kernel::hold_again(Task& task) {
    end_wait(task);
    transition<State::requesting>(task);
    policy_->enqueue(task, Why::requesting);
}

// Carries out the request of `task`, if it has one, and lets it go on to its next.
void Kernel::advance(Task& task) {
    ++dispatches_;
    ++task.switches;
    current.task = &task;
    if (task.state == State::requesting) {
        const auto outcome = take(task, *task.trap);
        if (outcome == Outcome::parked) settle_parked(task);
        else if (outcome == Outcome::unwind) task.need(Attention::unwinds);
        else deliver(task, *task.trap);
        if (!again_.empty()) carry_out_again();
        if (outcome == Outcome::parked) return;
        if (resumption_held_) return make_ready(task, Why::preempted);
    } else if (task.stack == nullptr) {
        bind_stack(task);
    }
    transition<State::running>(task);
    void* message = resume(task);
    if (is_trap(message)) [[likely]] {
        task.trap = static_cast<Trap*>(message);
        ++task.requests;
        transition<State::requesting>(task);
        policy_->enqueue(task, Why::requesting);
    } else if (message == as_pointer(Message::ended)) {
        ended(task);
    } else {
        abandon_running(task);
    }
    if (!again_.empty()) carry_out_again();
}

const Verdict& Kernel::run_held() {
    while ((keeping_alive_ > 0 && !has_verdict_) || !reach_verdict()) {
        const Decision decision = policy_->pick(now_, 0);
        if (decision.task != nullptr) [[likely]]
            advance(*decision.task);
        else if (decision.requests == 0) break;
        else if (!find_deadlock()) poll(look_for_standstill());
    }
    return verdict_;
}

void Kernel::rewind(Process& kept) {
    kept.handles.clear();
    kept.locals.destroy_all();
    state_.clear();
    tasks_.reset();
    begin_anew();
}

}  // namespace fibrix
