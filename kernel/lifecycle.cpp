// Beginnings and ends: how tasks and processes come to be, are killed, end, and are waited for.
//
// A task ends when its body has returned or was unwound; its record stays as a zombie until somebody has taken its
// status. A process ends when its last task has: the end of the first kills the others. What an ended process leaves
// (living children, unread statuses) goes to init, if there is one.

#include "kernel/kernel.hpp"

namespace fibrix {
namespace {

// What a process has from its parent; without one it begins a group and session of its own.
void inherit(Process& process, const Process* parent) {
    process.group = process.session = process.id;
    if (parent == nullptr) return;
    process.directory = parent->directory;
    process.environment = parent->environment;
    process.group = parent->group;
    process.session = parent->session;
}

}  // namespace

Task* Kernel::make_task(Process& process, Closure&& body) {
    if (!stacks_.reserve(process.stack)) return nullptr;
    Task* task = tasks_.create();
    if (task == nullptr) {
        stacks_.unreserve(process.stack);
        return nullptr;
    }
    timers_.make_room(task->id.slot + 1);
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
    process->code = std::move(options.code);
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
    inherit(*process, options.parent);
    if (options.parent != nullptr) {
        options.parent->children.push_back(*process);
        ++options.parent->joinable;
    }
    has_verdict_ = false;
    begin(*process.release()->first);
    return task->id;
}

Result<TaskId> Kernel::spawn(Process& process, Closure&& body, bool detached, Group* group) {
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
    if (!task.parked() || again) return;
    const bool unwinding = task.stack->exceptions.uncaught > 0;  // then no request throws
    if (table_[task.trap->number].release || (task.trap->parking.held && unwinding))
        call(task);  // it cannot be undone, but may want to know: a nursery then kills its children
    else undo(task, Errno::canceled, !unwinding);
}

void Kernel::kill(Process& process, ExitStatus status) {
    // The first task last: its end, if it comes at once, is the end of the process, and of `process`.
    const auto first = process.first->id;
    kill_members(process, status);
    if (Task* task = find(first); task != nullptr && !task->process->ended) kill(*task, status);
}

// Kills all tasks but the first. One kill may lead to another, so they are found anew by their ids.
void Kernel::kill_members(Process& process, const ExitStatus& status) {
    std::vector<TaskId> members;
    for (Task* task = process.tasks.front(); task != nullptr; task = List<Task, &Task::member>::next(*task))
        if (task != process.first) members.push_back(task->id);
    for (const auto id : members)
        if (Task* task = find(id)) kill(*task, status);
}

void Kernel::ended(Task& task) {
    if (task.status.reason == ExitStatus::Reason::threw)
        notice(Level::error, &task, "ended by an exception: " + task.process->last_words);
    release_stack(task);
    transition<State::zombie>(task);
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
        wake_all(owner.ends);  // there may be nobody left to wait for
    } else if (Process& process = *task.process; process.parent == &owner) {
        owner.children.remove(process);
        --owner.joinable;
        wake_all(owner.ends);
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

}  // namespace fibrix
