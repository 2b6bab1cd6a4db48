// Beginnings and ends: how tasks and processes come to be, are killed, end, are waited for, and are abandoned.
//
// A task ends when its body has returned or was unwound; its record stays as a zombie until somebody has taken its
// status. A process ends when its last task has: the end of the first kills the others. What an ended process leaves
// (living children, unread statuses) goes to init, if there is one.

#include "kernel/entered.hpp"
#include "kernel/kernel.hpp"

namespace fibrix {

Task* Kernel::make_task(Process& process, Closure body) {
    if (!stacks_.reserve(process.stack)) return nullptr;
    Task* task = tasks_.create();
    if (task == nullptr) {
        stacks_.unreserve(process.stack);
        return nullptr;
    }
    task->process = &process;
    task->body = std::move(body);
    if (!process.filters.empty()) task->need(Attention::filtered);
    process.tasks.push_back(*task);
    if (!process.service) ++keeping_alive_;
    return task;
}

void Kernel::begin(Task& task) { make_ready(task, Why::spawned); }

Result<ProcessId> Kernel::start(StartOptions options) {
    auto process = std::make_unique<Process>();
    process->name = std::move(options.name);
    process->arguments = std::move(options.arguments);
    process->stack = options.stack;
    process->service = options.service;
    process->filters = std::move(options.filters);
    for (std::size_t i = 0; i < options.handles.size(); ++i)
        if (options.handles[i]) process->handles.assign(static_cast<Handle>(i), std::move(options.handles[i]));
    Task* task = make_task(*process, std::move(options.body));
    if (task == nullptr) return Errno::again;
    process->id = task->id;
    process->first = task;
    process->parent = options.parent;
    if (options.parent != nullptr) {
        options.parent->children.push_back(*process);
        ++options.parent->joinable;
    }
    has_verdict_ = false;
    begin(*process.release()->first);
    return task->id;
}

Result<TaskId> Kernel::spawn(Process& process, Closure body, bool detached, Group* group) {
    Task* task = make_task(process, std::move(body));
    if (task == nullptr) return Errno::again;
    task->detached = detached;
    task->group = group;
    if (!detached) ++process.joinable;
    begin(*task);
    return task->id;
}

void Kernel::kill(Task& task, ExitStatus status) {
    if (task.state == State::zombie) return;
    const bool again = task.needs(Attention::dying);
    if (!again) {
        task.need(Attention::dying);
        task.status = status;
    }
    if (task.state == State::ready && task.stack == nullptr) return end_before_running(task);
    if (!task.parked() || again) return;
    if (table_[task.trap->number].release)
        call(task);  // it cannot be undone, but may want to know: a nursery then kills its children
    else undo(task, Errno::canceled, true);
}

void Kernel::kill(Process& process, ExitStatus status) {
    // The first task last: its end, if it comes at once, is the end of the process, and of `process`.
    const auto first = process.first->id;
    kill_members(process, status);
    if (Task* task = find(first); task != nullptr && !task->process->ended) kill(*task, status);
}

// Kills all tasks but the first. One death may lead to another, so they are found anew by their ids.
void Kernel::kill_members(Process& process, const ExitStatus& status) {
    std::vector<TaskId> members;
    for (Task* task = process.tasks.front(); task != nullptr; task = List<Task, &Task::member>::next(*task))
        if (task != process.first) members.push_back(task->id);
    for (const auto id : members)
        if (Task* task = find(id)) kill(*task, status);
}

// Killed before its first dispatch: it never ran, so nothing is unwound.
void Kernel::end_before_running(Task& task) {
    policy_->remove(task);
    task.body.clear();
    transition(task, State::zombie);
    task_is_over(task);
}

void Kernel::ended(Task& task) {
    if (task.status.reason == ExitStatus::Reason::threw)
        notice(Level::error, &task, "ended by an exception: " + task.process->last_words);
    release_stack(task);
    transition(task, State::zombie);
    task_is_over(task);
}

void Kernel::release_stack(Task& task) {
    task.stack->idle = task.context;
    stacks_.give_back(*task.stack);
    task.stack = nullptr;
    task.trap = nullptr;
}

// `task` is a zombie without a stack.
void Kernel::task_is_over(Task& task) {
    Process& process = *task.process;
    if (last_run_ == &task) last_run_ = nullptr;
    stacks_.unreserve(process.stack);
    process.tasks.remove(task);
    if (!process.service) --keeping_alive_;
    if (task.group != nullptr) task.group->ended(*this, task);
    if (&task == process.first) {
        process.status = task.status;
        if (process.tasks.empty()) return process_is_over(process);
        const auto id = task.id;
        kill_members(process, {ExitStatus::Reason::killed, 0});
        if (find(id) == nullptr || process.ended) return;
    } else {
        if (!task.detached) --process.joinable;
        publish_end(task, &process, task.detached);
    }
    if (process.tasks.empty() && process.first->state == State::zombie) process_is_over(process);
}

void Kernel::process_is_over(Process& process) {
    process.ended = true;
    process.handles.clear();
    leave_children(process);
    if (on_process_end) on_process_end(process);
    Process* parent = process.parent;
    if (parent != nullptr) {
        parent->children.remove(process);
        --parent->joinable;
    }
    publish_end(*process.first, parent, parent == nullptr);
}

void Kernel::leave_children(Process& process) {
    Process* heir = init_ == &process ? nullptr : init_;
    if (init_ == &process) init_ = nullptr;
    while (Process* child = process.children.pop_front()) {
        child->parent = heir;
        if (heir == nullptr) continue;
        heir->children.push_back(*child);
        ++heir->joinable;
    }
    while (Task* zombie = process.zombies.pop_front()) {
        const bool own = zombie->process == &process;
        if (!own) zombie->process->parent = heir;
        publish_end(*zombie, heir, own || heir == nullptr);
    }
}

// The status of `task` (of its process, if it is the first) is there for `owner`; or for nobody, and it is freed.
void Kernel::publish_end(Task& task, Process* owner, bool detached) {
    if (detached) return free_task(task);
    owner->zombies.push_back(task);
    wake_all(task.watchers);
    wake_all(owner->ends);
}

ExitStatus Kernel::collect(Process& waiter, Task& task) {
    const auto status = &task == task.process->first ? task.process->status : task.status;
    waiter.zombies.remove(task);
    free_task(task);
    return status;
}

void Kernel::detach(Process& owner, Task& task) {
    if (task.state == State::zombie && (&task != task.process->first || task.process->ended)) {
        collect(owner, task);
    } else if (&task != task.process->first) {
        if (!std::exchange(task.detached, true)) --owner.joinable;
    } else if (Process& process = *task.process; process.parent == &owner) {
        owner.children.remove(process);
        --owner.joinable;
        process.parent = init_ == &owner ? nullptr : init_;
        if (process.parent == nullptr) return;
        process.parent->children.push_back(process);
        ++process.parent->joinable;
    }
}

void Kernel::free_task(Task& task) {
    // Others may have waited for the same end: they find nobody.
    while (WaitNode* node = task.watchers.front()) {
        task.watchers.remove(*node);
        call(*node->task);
    }
    Process& process = *task.process;
    const bool first = &task == process.first;
    tasks_.destroy(task);
    if (first) delete &process;
}

Process* Kernel::find_process(ProcessId id) const noexcept {
    const Task* task = find(id);
    return task != nullptr && task->process->first == task ? task->process : nullptr;
}

// -- Abandoning: when a stack cannot be unwound any more. No destructor runs; what the process held is let go. --------

void Kernel::abandon_running(Task& task) {
    const auto status = abandoned_as_;
    task.attention = 0;
    abandon(*task.process, status);
}

void Kernel::abandon(Process& process, const ExitStatus& status) {
    const auto tasks = process.tasks.count();
    notice(Level::error, process.first,
           to_string(status) + ": the process is abandoned; no destructor ran, the memory of " + std::to_string(tasks) +
               (tasks == 1 ? " task is" : " tasks is") + " leaked");
    Task& first = *process.first;
    while (Task* task = process.tasks.back() == &first ? nullptr : process.tasks.back()) abandon_task(*task, status);
    if (first.state == State::zombie) {
        process.status = status;
        if (!process.ended) process_is_over(process);
    } else {
        abandon_task(first, status);
    }
}

void Kernel::abandon_task(Task& task, const ExitStatus& status) {
    bool stack_is_free = true;
    if (task.parked()) {
        Parking& parking = task.trap->parking;
        if (Operation* operation = parking.operation) {
            // While the World still owns the operation, the stack it lies on is nobody else's: it is leaked.
            stack_is_free = world_.cancel(*operation);
            if (stack_is_free) --in_flight_;
        }
        end_wait(task);
    } else if (task.state == State::ready) {
        policy_->remove(task);
    }
    if (task.stack != nullptr && stack_is_free) stacks_.abandon(*task.stack);
    task.stack = nullptr;
    task.trap = nullptr;
    task.body.forget();
    task.group = nullptr;
    task.status = status;
    transition(task, State::zombie);
    task_is_over(task);
}

// -- The end of the whole -------------------------------------------------------------------------------------------

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
    kill_all(false);
}

void Kernel::end_everything() {
    constexpr int patience = 1000;  // looks at the World, for what is still to complete
    const Entered entered(*this);
    kill_all(true);
    drain(patience);
    std::vector<Process*> rest;
    tasks_.for_each([&](const Task& task) {
        if (task.process->first == &task) rest.push_back(task.process);
    });
    for (Process* process : rest) {
        process->parent = nullptr;
        if (!process->ended) abandon(*process, {ExitStatus::Reason::killed, 0});
    }
}

Kernel::~Kernel() { end_everything(); }

void Kernel::reset() {
    end_everything();
    tasks_.reset();
    timers_.reset();
    world_.reset();
    now_ = sampled_ = Time{};
    dispatches_ = 0;
    until_poll_ = 0;
    init_ = nullptr;
    last_run_ = nullptr;
    shutting_down_ = has_verdict_ = false;
    verdict_ = {};
}

}  // namespace fibrix
