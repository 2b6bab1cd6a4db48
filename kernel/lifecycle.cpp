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
    if (parent == nullptr) return;
    process.set(parent->limits);
    process.directory = parent->directory;
    process.environment = parent->environment;
    process.group = parent->group;
    process.session = parent->session;
}

}  // namespace

// Room for one more task of `process`: false if there is none, or it would be over a limit.
bool Kernel::reserve(Process& process) {
    if (process.living >= process.limits.tasks || !process.account->charge(bytes_of(process.stack))) return false;
    if (!stacks_.reserve(process.stack)) {
        process.account->give_back(bytes_of(process.stack));
        return false;
    }
    ++process.living;
    return true;
}

void Kernel::give_up_stack(Process& process, StackSize size) noexcept {
    process.account->give_back(bytes_of(size));
    stacks_.unreserve(size);
}

void Kernel::unreserve(Task& task) noexcept {
    --task.process->living;
    give_up_stack(*task.process, task.reserved);
}

Task* Kernel::make_task(Process& process, Closure&& body) {
    if (!reserve(process)) return nullptr;
    Task* task = tasks_.create();
    if (task == nullptr) {
        --process.living;
        give_up_stack(process, process.stack);
        return nullptr;
    }
    timers_.make_room(task->id.slot + 1);
    task->process = &process;
    task->reserved = process.stack;
    task->body = std::move(body);
    if (!process.filters.empty()) task->need(Attention::filtered);
    process.tasks.push_back(*task);
    if (!process.service) ++keeping_alive_;
    return task;
}

Result<ProcessId> Kernel::start(StartOptions options) {
    auto process = std::make_unique<Process>();
    if (options.code) process->code.push_back(std::move(options.code));
    process->name = std::move(options.name);
    process->arguments = std::move(options.arguments);
    process->stack = options.stack;
    process->service = options.service;
    process->filters = std::move(options.filters);
    for (std::size_t i = 0; i < options.handles.size(); ++i)
        if (options.handles[i]) process->handles.assign(static_cast<Handle>(i), std::move(options.handles[i]));
    inherit(*process, options.parent);
    Task* task = make_task(*process, std::move(options.body));
    if (task == nullptr) return Errno::again;
    process->id = task->id;
    if (options.parent == nullptr) process->group = process->session = process->id;
    process->first = task;
    process->parent = options.parent;
    if (!options.environment.empty()) process->environment = std::move(options.environment);
    if (options.group.valid()) process->group = options.group;
    if (options.own_group) process->group = process->id;
    if (options.parent != nullptr) {
        options.parent->children.push_back(*process);
        ++options.parent->joinable;
    }
    has_verdict_ = false;
    if (options.scheduling) processors_.make_known(*task, *options.scheduling);
    const Task* parent = options.parent == nullptr || options.scheduling ? nullptr : options.parent->first;
    begin(*process.release()->first, parent, options.arrival);
    return task->id;
}

Result<TaskId> Kernel::spawn(Process& process, Closure&& body, bool detached, Group* group) {
    Task* task = make_task(process, std::move(body));
    if (task == nullptr) return Errno::again;
    task->detached = detached;
    task->group = group;
    if (!detached) ++process.joinable;
    begin(*task, process.first);
    return task->id;
}

void Kernel::kill(Task& task, ExitStatus status) {
    if (task.state == State::zombie) return;
    const bool again = task.needs(Attention::dying);
    if (!again) {
        task.need(Attention::dying);
        task.status = status;
    }
    if (task.state == State::created) {
        timers_.cancel(task.id.slot);
        return make_ready(task, Why::spawned);  // to let go of what it was given
    }
    processors_.cut(task);
    if (!task.parked() || again || (task.trap->parked && task.trap->parking.attempted)) return;
    const Parking& parking = task.trap->parking;
    if (parking.notified && !parking.undoing) attempt(task);  // a result that beat the kill is delivered
    if (!task.parked()) return;
    const bool unwinding = task.stack->exceptions.uncaught > 0;  // then no request throws
    if (table_[task.trap->number].release || (parking.held && unwinding))
        call(task);  // it cannot be undone, but may want to know: a nursery then kills its children
    else undo(task, Errno::canceled, !unwinding);
}

void Kernel::kill(Process& process, ExitStatus status) {
    // A stopped process goes on, to its end. The first task last: its end, if it comes at once, is the end of the
    // process, and of `process`.
    const auto first = process.first->id;
    if (process.replacement) process.first->status = status;
    drop_replacement(process);
    resume(process);
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
    if (task.process->replacement && &task == task.process->first) return begin_again(task);
    transition<State::zombie>(task);
    task_is_over(task);
}

bool Kernel::replace(Process& process, Replacement replacement) {
    drop_replacement(process);
    if (!process.account->charge(bytes_of(replacement.stack))) return false;
    if (!stacks_.reserve(replacement.stack)) {
        process.account->give_back(bytes_of(replacement.stack));
        return false;
    }
    kill_members(process, {ExitStatus::Reason::killed, 0});
    process.replacement = std::make_unique<Replacement>(std::move(replacement));
    kill(*process.first, {ExitStatus::Reason::exited, 0});
    return true;
}

// What was to take the place of the program will not: its stack is not needed.
void Kernel::drop_replacement(Process& process) noexcept {
    if (const auto dropped = std::move(process.replacement)) give_up_stack(process, dropped->stack);
}

// The process stays what it is, with its handles, its children and its id; only what it handles itself is forgotten.
void Kernel::begin_again(Task& task) {
    Process& process = *task.process;
    const auto next = std::move(process.replacement);
    give_up_stack(process, task.reserved);
    process.stack = task.reserved = next->stack;
    process.name = std::move(next->name);
    process.arguments = std::move(next->arguments);
    if (next->code) process.code.push_back(std::move(next->code));  // what runs yet may be of the one before
    if (!next->environment.empty()) process.environment = std::move(next->environment);
    std::erase_if(process.signals.actions,
                  [](const auto& each) { return each.second.kind == SignalAction::Kind::handle; });
    task.body = std::move(next->body);
    task.attention = 0;
    if (!process.filters.empty()) task.need(Attention::filtered);
    task.status = {};
    make_ready(task, Why::spawned);
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
    unreserve(task);
    processors_.forget(task);
    process.tasks.remove(task);
    if (!process.service) --keeping_alive_;
    if (task.group != nullptr) task.group->ended(*this, task);
    if (&task == process.first) {
        process.status = task.status;
        drop_replacement(process);
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
    process.filters.clear();
    leave_children(process);
    if (on_process_end) on_process_end(process);
    Process* parent = process.parent;
    if (parent != nullptr) {
        parent->children.remove(process);
        --parent->joinable;
    }
    publish_end(*process.first, parent, parent == nullptr);
    if (parent != nullptr) signal(*parent, Signal::chld);
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

}  // namespace fibrix
