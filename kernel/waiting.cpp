// Waiting: how a request parks, is carried out again, and is undone.
//
// A handler that cannot answer parks its request. Whenever something has changed (a queue calls, an operation is
// complete, the deadline has come) the same handler is carried out again in the kernel; if it answers, the wait is
// over. Nothing can be lost between a look and a wait, because nothing runs between them.
// A wait is undone at once; or it is cancelling, while the World still owns its operation, and ends with the one
// completion, delivering the result if there is one; or abandoned, when the World lets the operation go on alone.

#include "kernel/kernel.hpp"

namespace fibrix {
namespace {

// `operation` is one of the operations of `parking`.
void forget(Parking& parking, const Operation& operation) noexcept {
    auto** place = &parking.operation;
    while (*place != &operation) place = &(*place)->also;
    *place = operation.also;
}

}  // namespace

Parking& Kernel::begin_parking(Task& task, Deadline deadline) {
    Trap& trap = *task.trap;
    if (trap.parked) return trap.parking;
    trap.parked = true;
    Parking& parking = *new (&trap.parking) Parking;
    parking.since = now_;
    if (!deadline.is_set()) return parking;
    const Time at = deadline.at(deadline.is_span() ? fresh_now() : now_);  // a look at the clock costs 46 ns
    parking.timed = at != never;  // else nothing would be in sight for which to wait
    if (parking.timed) timers_.set(task.id.slot, at);
    return parking;
}

Outcome Kernel::park(Task& task, WaitQueue& queue, Deadline deadline) {
    Parking& parking = begin_parking(task, deadline);
    WaitNode& node = parking.first;
    if (node.queue == &queue) return Outcome::parked;
    if (node.queue != nullptr) node.queue->remove(node);
    queue.add(node, task);
    parking.nodes = &node;
    return Outcome::parked;
}

Outcome Kernel::park(Task& task, WaitNode* nodes, Deadline deadline) {
    begin_parking(task, deadline).nodes = nodes;
    return Outcome::parked;
}

Outcome Kernel::park(Task& task, Deadline deadline) {
    begin_parking(task, deadline);
    return Outcome::parked;
}

Outcome Kernel::hold(Task& task, Duration span) {
    begin_parking(task, Deadline::after(span)).held = true;
    return Outcome::parked;
}

bool Kernel::submit(Task& task, Operation& operation, Deadline deadline) {
    if (operation.state == Operation::State::idle) {
        operation.task = &task;
        operation.state = Operation::State::pending;
        if (!world_.submit(operation)) {
            ++in_flight_;
            Parking& parking = begin_parking(task, deadline);
            operation.also = parking.operation;
            parking.operation = &operation;
        }
    }
    return operation.state == Operation::State::done;
}

bool Kernel::take_back(Task& task, Operation& operation) {
    if (operation.state != Operation::State::pending || !withdraw(operation)) return false;
    forget(task.trap->parking, operation);
    operation.state = Operation::State::idle;
    return true;
}

void Kernel::settle_parked(Task& task) {
    const Parking& parking = task.trap->parking;
    const bool sleeps = parking.nodes == nullptr && parking.operation == nullptr;
    if (sleeps && task.state != State::sleeping) transition<State::sleeping>(task);
    if (!sleeps && task.state != State::waiting) transition<State::waiting>(task);
    const Syscall& syscall = table_[task.trap->number];
    if (task.needs(Attention::dying) && !syscall.release) [[unlikely]]
        undo(task, Errno::canceled, false);
    else if (syscall.waits_for != nullptr) [[unlikely]] {
        report_cycle(task);
        if (Task* owner = find(syscall.waits_for(task, *task.trap))) policy_->blocked(task, *owner);
    }
}

bool Kernel::wake_one(WaitQueue& queue) {
    for (WaitNode* node = queue.front(); node != nullptr; node = WaitQueue::next(*node))
        if (call(*node->task)) return true;
    return false;
}

void Kernel::wake_all(WaitQueue& queue) {
    for (WaitNode* node = queue.front(); node != nullptr; node = WaitQueue::next(*node)) call(*node->task);
}

void Kernel::cancel_all(WaitQueue& queue) {
    while (WaitNode* node = queue.front()) undo(*node->task, Errno::canceled, false);
}

bool Kernel::call(Task& task) {
    Parking& parking = task.trap->parking;
    if (parking.notified) return false;
    parking.notified = true;
    again_.push_back(task);
    return true;
}

void Kernel::carry_out_again() {
    while (Task* task = again_.front()) attempt(*task);
}

// What the running task has noted instead of asking, in its order, before its next request has any effect.
void Kernel::carry_out_noted_wakes() {
    for (std::uint8_t i = 0; i < current.wakes; ++i) wake_one(*current.wake[i]);
    current.wakes = 0;
}

void Kernel::attempt(Task& task) {
    Trap& trap = *task.trap;
    Parking& parking = trap.parking;
    if (std::exchange(parking.notified, false)) again_.remove(task);
    const bool held = std::exchange(parking.held, false);
    parking.attempted = true;
    const auto outcome = held ? again_after_hold(task) : table_.handler(trap.number)(*this, task, trap);
    if (trap.parked) parking.attempted = false;
    if (outcome == Outcome::parked) {
        if (held) settle_parked(task);
        else if (task.needs(Attention::dying) && !table_[trap.number].release) undo(task, Errno::canceled, true);
        else if (parking.expired) undo(task, Errno::timedout, false);
        return;
    }
    if (outcome == Outcome::held) return hold_again(task);
    end_wait(task);
    if (outcome == Outcome::unwind) task.need(Attention::unwinds);
    else if (outcome != Outcome::computing) deliver(task, trap);
    make_ready(task, Why::woken);
}

// A filter has held the request back. It is asked about again as if the request had just been made.
Outcome Kernel::again_after_hold(Task& task) {
    end_wait(task);
    return ask_filters(task, *task.trap);
}

void Kernel::end_wait(Task& task) {
    Trap& trap = *task.trap;
    if (!trap.parked) return;
    Parking& parking = trap.parking;
    leave_queues(task);
    if (parking.notified) again_.remove(task);
    withdraw_all(parking);
    trap.parked = false;
}

void Kernel::leave_queues(Task& task) {
    Parking& parking = task.trap->parking;
    for (WaitNode* node = parking.nodes; node != nullptr; node = node->also)
        if (node->queue != nullptr) node->queue->remove(*node);
    parking.nodes = nullptr;
    if (std::exchange(parking.timed, false)) timers_.cancel(task.id.slot);
}

void Kernel::undo(Task& task, Errno why, bool killed) {
    Parking& parking = task.trap->parking;
    if (parking.operation != nullptr) {
        if (!std::exchange(parking.undoing, true)) parking.undone = why;
        parking.killed |= killed;
        leave_queues(task);
        if (!withdraw_all(parking)) return;
    }
    deliver_undone(task, why, killed);
}

void Kernel::deliver_undone(Task& task, Errno why, bool killed) {
    Trap& trap = *task.trap;
    end_wait(task);
    if (killed) {
        task.need(Attention::unwinds);
    } else {
        table_[trap.number].fail(trap, why);
        deliver(task, trap);
    }
    make_ready(task, Why::woken);
}

// Fetches the stack of the task that is due next and the record of the one after: among many they are in no cache.
void Kernel::prefetch_due() const {
    const auto next = timers_.coming();
    if (next == TimerWheel::none) return;
    __builtin_prefetch(tasks_.at(next).trap);
    const auto later = timers_.coming_after(next);
    if (later != TimerWheel::none) __builtin_prefetch(&tasks_.at(later));
}

bool Kernel::expire(Time now) {
    bool any = false;
    for (auto number = timers_.take_due(now); number != TimerWheel::none; number = timers_.take_due(now)) {
        prefetch_due();
        Task& task = tasks_.at(number);
        any = true;
        if (task.state == State::created) {
            make_ready(task, Why::spawned);
            continue;
        }
        Parking& parking = task.trap->parking;
        parking.timed = false;
        parking.expired = true;
        attempt(task);
    }
    return any;
}

// True if `operation` will not be heard of again. What is complete already is looked at: its result may be a
// connection.
bool Kernel::withdraw(Operation& operation) {
    if (!operation.handed_over) {
        if (!world_.cancel(operation)) return false;
    } else {
        if (operation.code != Operation::Code::poll) return false;
        completed_.remove(operation);
    }
    --in_flight_;
    return true;
}

bool Kernel::withdraw_all(Parking& parking) {
    for (auto** place = &parking.operation; *place != nullptr;) {
        if (withdraw(**place)) *place = (*place)->also;
        else place = &(*place)->also;
    }
    return parking.operation == nullptr;
}

void Kernel::complete(Operation& operation) {
    --in_flight_;
    if (operation.task == nullptr) return;  // it was abandoned
    Task& task = *operation.task;
    Parking& parking = task.trap->parking;
    forget(parking, operation);
    if (parking.undoing && operation.failed) return deliver_undone(task, parking.undone, parking.killed);
    attempt(task);
    if (task.parked() && parking.undoing) deliver_undone(task, parking.undone, parking.killed);
}

const Task* Kernel::waits_for(const Task& task) const {
    if (!waits(task)) return nullptr;
    const auto whom = table_[task.trap->number].waits_for;
    return whom == nullptr ? nullptr : find(whom(task, *task.trap));
}

// Called when `task` has begun to wait: the last edge of a cycle is reported when it is made, whatever else runs.
void Kernel::report_cycle(const Task& task) {
    const Task* at = waits_for(task);
    for (std::size_t steps = 0; at != nullptr && at != &task && steps < tasks_.count(); ++steps) at = waits_for(*at);
    if (at != &task) return;
    std::string text = "deadlock: " + describe_wait(task);
    for (at = waits_for(task); at != &task; at = waits_for(*at)) text += "; " + describe_wait(*at);
    notice(Level::error, &task, text);
}

std::string Kernel::wait_reason(const Task& task) const {
    std::string text;
    if (waits(task) && table_[task.trap->number].print_request != nullptr)
        table_[task.trap->number].print_request(*task.trap, text);
    return text;
}

std::string Kernel::describe_wait(const Task& task) const {
    auto text = "task " + to_string(task.id) + " (" + task.process->name + ") waits";
    if (const Task* other = waits_for(task))
        text += " for task " + to_string(other->id) + " (" + other->process->name + ")";
    return text + ": " + wait_reason(task);
}

// A line for each task that waits and is no service.
std::string Kernel::describe_waits() const {
    std::string text;
    tasks_.for_each([&](const Task& task) {
        if (task.process->first == &task && task.process->stopped())
            text += (text.empty() ? "" : "\n") +
                    ("process " + to_string(task.id) + " (" + task.process->name + ") is stopped");
        if (waits(task) && !task.process->service) text += (text.empty() ? "" : "\n") + describe_wait(task);
    });
    return text;
}

}  // namespace fibrix
