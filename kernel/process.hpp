// A process: what its tasks share. It lives as long as its first task's record: until somebody has waited for it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kernel/filter.hpp"
#include "kernel/handle_table.hpp"
#include "kernel/limits.hpp"
#include "kernel/local_states.hpp"
#include "kernel/signal.hpp"
#include "kernel/start_options.hpp"
#include "kernel/task.hpp"

namespace fibrix {

struct Process {
    std::vector<Ref<Object>> code;  ///< the shared objects its programs came in; the last thing to go
    ProcessId id;
    std::string name;
    std::vector<std::string> arguments;
    std::string directory = "/";           ///< where relative paths begin; absolute, without . and ..
    std::vector<std::string> environment;  ///< "NAME=value", each name once, in the order of setting
    ProcessId group;            ///< of processes that are signalled together; named by the id of its first member
    ProcessId session;          ///< of groups that share a terminal; named by the id of its first member
    Process* parent = nullptr;  ///< null: nobody waits, its end frees it
    Task* first = nullptr;
    List<Task, &Task::member> tasks;   ///< all that have not ended
    List<Task, &Task::queue> zombies;  ///< ended and not waited for: own tasks, and children's first tasks
    LocalStates locals;                ///< what its program keeps instead of statics
    WaitQueue ends;                    ///< who waits for the end of any task or child
    HandleTable handles;
    std::vector<Ref<Filter>> filters;  ///< asked from the last to the first
    StackSize stack = StackSize::k64;
    ExitStatus status;
    std::string last_words;    ///< what the exception said that left a task
    std::size_t joinable = 0;  ///< own tasks and children that have not ended and can be waited for
    bool service = false;      ///< does not keep a run alive
    bool ended = false;
    Limits limits;
    std::shared_ptr<Account> account = std::make_shared<Account>();
    std::size_t living = 0;  ///< tasks
    Duration ran{};          ///< time running, of all tasks, sampled
    void set(const Limits& wanted) noexcept {
        limits = wanted;
        handles.limit(wanted.handles);
        account->limit(wanted.memory);
    }
    SignalState signals;
    List<Task, &Task::queue> held;             ///< ready, but the process is stopped
    std::unique_ptr<Replacement> replacement;  ///< with what it begins again when its first task has unwound
    [[nodiscard]] bool stopped() const noexcept { return signals.stopped_by != Signal::none; }
    Link<Process> sibling;
    List<Process, &Process::sibling> children;  ///< that have not ended
};

}  // namespace fibrix
