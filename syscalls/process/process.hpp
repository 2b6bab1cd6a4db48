// The process family: who one is, beginning and ending tasks and processes, and waiting for their ends.
#pragma once

#include <string>
#include <vector>

#include "kernel/closure.hpp"
#include "kernel/exit_status.hpp"
#include "kernel/handle_table.hpp"
#include "kernel/id.hpp"
#include "syscalls/process/task_info.hpp"
#include "syscalls/request.hpp"

namespace fibrix::sys {

struct GetTid {
    using Result = TaskId;
    static constexpr SyscallNumber number = family_process + 0;
    static constexpr std::string_view help = "The id of the calling task.";
    static constexpr auto errors = no_errors;
    static void footprint(auto&, Footprint&) {}
    static Outcome carry_out(auto& call) { return call.answer(call.task().id); }
};
BOOST_DESCRIBE_STRUCT(GetTid, (), ())
/// Never parks, never fails.
inline constexpr Syscaller<GetTid> get_tid;

struct GetPid {
    using Result = ProcessId;
    static constexpr SyscallNumber number = family_process + 1;
    static constexpr std::string_view help = "The id of the calling process: that of its first task.";
    static constexpr auto errors = no_errors;
    static void footprint(auto&, Footprint&) {}
    static Outcome carry_out(auto& call) { return call.answer(call.process().id); }
};
BOOST_DESCRIBE_STRUCT(GetPid, (), ())
/// Never parks, never fails.
inline constexpr Syscaller<GetPid> get_pid;

struct GetParent {
    using Result = ProcessId;
    static constexpr SyscallNumber number = family_process + 2;
    static constexpr std::string_view help = "The id of the parent process; 0 if there is none.";
    static constexpr auto errors = no_errors;
    static Outcome carry_out(auto& call) {
        auto* parent = call.process().parent;
        return call.answer(parent == nullptr ? ProcessId{} : parent->id);
    }
};
BOOST_DESCRIBE_STRUCT(GetParent, (), ())
/// Never parks, never fails.
inline constexpr Syscaller<GetParent> get_parent;

struct Yield {
    using Result = void;
    static constexpr SyscallNumber number = family_process + 3;
    static constexpr std::string_view help = "Gives up the rest of the quantum.";
    static constexpr auto errors = no_errors;
    static void footprint(auto&, Footprint&) {}
    static Outcome carry_out(auto& call) { return call.answer_and_yield(); }
};
BOOST_DESCRIBE_STRUCT(Yield, (), ())
/// Never fails. The task stays ready.
inline constexpr Syscaller<Yield> yield;

struct Spawn {
    using Result = TaskId;
    Local<Closure> body;
    bool detached = false;
    static constexpr SyscallNumber number = family_process + 4;
    static constexpr std::string_view help =
        "Begins a task of the same process that calls `body`. A detached one is waited for by nobody.";
    static constexpr std::array errors{Errno::again};
    // Ids are given in order: who begins tasks first is seen by all who do.
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(&call.kernel().tasks()); }
    static Outcome carry_out(auto& call) {
        auto& request = call.request();
        return call.answer(call.kernel().spawn(call.process(), std::move(request.body.value), request.detached));
    }
};
BOOST_DESCRIBE_STRUCT(Spawn, (), (body, detached))
/// `body` returns an exit code or nothing. Never parks. Errors: EAGAIN (no room for a stack or a task).
inline constexpr Syscaller<Spawn> spawn;

struct Exit {
    using Result = void;
    int code = 0;
    bool passed_on = false;
    static constexpr SyscallNumber number = family_process + 5;
    static constexpr std::string_view help =
        "Ends the calling task, unwinding its stack; the process, if it is its first task. A code that is `passed_on` "
        "is that of another program, and may be one that the system keeps for itself.";
    static constexpr auto errors = no_errors;
    static void footprint(auto&, Footprint&) {}
    static Outcome carry_out(auto& call) {
        using Reason = ExitStatus::Reason;
        const auto [code, passed_on] = call.request();
        const bool reserved = passed_on && code >= static_cast<int>(ReservedCode::deadlock);
        call.kernel().kill(call.task(), {reserved ? Reason::passed_on : Reason::exited, code});
        return Outcome::unwind;
    }
};
BOOST_DESCRIBE_STRUCT(Exit, (), (code, passed_on))
inline constexpr Syscaller<Exit> exit_task;
/// Unwinds the calling task's stack. Never returns.
[[noreturn]] inline void exit(int code) {
    exit_task(code);
    __builtin_unreachable();
}
/// Ends as another program has ended: `shell_code` of its status, which may be more than 119. Never returns.
[[noreturn]] inline void pass_on(int shell_code) {
    exit_task(shell_code, true);
    __builtin_unreachable();
}

struct Kill {
    using Result = void;
    TaskId id;
    Signal signal = Signal::kill;
    static constexpr SyscallNumber number = family_process + 6;
    static constexpr std::string_view help =
        "Sends a signal to a task, or to a process if `id` is a pid. SIGKILL: it unwinds at its next request. Init "
        "cannot be killed; `none` only looks whether there is somebody.";
    static constexpr std::array errors{Errno::srch, Errno::perm};
    static constexpr bool release = true;
    static Outcome carry_out(auto& call) {
        auto& kernel = call.kernel();
        auto* task = kernel.find(call.request().id);
        if (task == nullptr || task->process->ended) return call.fail(Errno::srch);
        auto& process = *task->process;
        const auto signal = call.request().signal;
        if (&process == kernel.init() && signal == Signal::kill) return call.fail(Errno::perm);
        if (task == process.first) kernel.signal(process, signal);
        else if (signal != Signal::none) kernel.signal(*task, signal);
        return call.process().stopped() ? call.answer_and_yield() : call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(Kill, (), (id, signal))
/// Never parks. A task that kills itself goes on until its next request. Errors: ESRCH, EPERM.
inline constexpr Syscaller<Kill> kill;

struct Wait {
    using Result = ExitStatus;
    TaskId id;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_process + 7;
    static constexpr std::string_view help =
        "Waits until a task of this process, or a child process, has ended, and takes its status. The end of a "
        "process's first task is the end of the process: only the parent waits for it.";
    static constexpr std::array errors{Errno::srch, Errno::child,    Errno::deadlk,
                                       Errno::intr, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static TaskId waits_for(const Wait& request) { return request.id; }
    static bool ready(auto& call) {
        const auto* target = call.kernel().find(call.request().id);
        return target == nullptr || target == &call.task() || target->detached ||
               (target == target->process->first ? target->process->ended : target->state == State::zombie);
    }
    // The end of a task writes it.
    static void footprint(auto& call, Footprint& footprint) {
        const auto* target = call.kernel().find(call.request().id);
        if (target == nullptr || target == target->process->first) footprint.writes_world();
        else footprint.reads(target);
    }
    static Outcome carry_out(auto& call) {
        auto* target = call.kernel().find(call.request().id);
        if (target == nullptr) return call.fail(Errno::srch);
        if (target == &call.task()) return call.fail(Errno::deadlk);
        auto& process = *target->process;
        const bool first = target == process.first;
        if ((first ? process.parent != &call.process() : &process != &call.process()) || target->detached)
            return call.fail(Errno::child);
        if (first ? process.ended : target->state == State::zombie)
            return call.answer(call.kernel().collect(call.process(), *target));
        return call.park(target->watchers);
    }
};
BOOST_DESCRIBE_STRUCT(Wait, (), (id, deadline))
/// Parks. Errors: ESRCH, ECHILD (not ours to wait for), EDEADLK (oneself), ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<Wait> wait;

struct WaitAny {
    using Result = Ended;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_process + 8;
    static constexpr std::string_view help = "Waits until any task of this process or any child process has ended, and "
                                             "takes its status; in the order of their ends.";
    static constexpr std::array errors{Errno::child, Errno::intr, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static bool ready(auto& call) {
        const auto& process = call.process();
        const bool own = &call.task() != process.first && !call.task().detached;
        return !process.zombies.empty() || process.joinable <= (own ? 1u : 0u);
    }
    static Outcome carry_out(auto& call) {
        auto& process = call.process();
        if (auto* zombie = process.zombies.front()) {
            const auto id = zombie->id;
            return call.answer(Ended{id, call.kernel().collect(process, *zombie)});
        }
        const bool own = &call.task() != process.first;  // the caller itself is no one to wait for
        if (process.joinable <= (own && !call.task().detached ? 1u : 0u)) return call.fail(Errno::child);
        return call.park(process.ends);
    }
};
BOOST_DESCRIBE_STRUCT(WaitAny, (), (deadline))
/// Parks. Errors: ECHILD (nobody to wait for), ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<WaitAny> wait_any;

struct Detach {
    using Result = void;
    TaskId id;
    static constexpr SyscallNumber number = family_process + 9;
    static constexpr std::string_view help =
        "Nobody will wait for a task of this process, or a child process; a child goes to init.";
    static constexpr std::array errors{Errno::srch, Errno::child, Errno::inval};
    static constexpr bool release = true;
    static Outcome carry_out(auto& call) {
        auto* target = call.kernel().find(call.request().id);
        if (target == nullptr) return call.fail(Errno::srch);
        auto& process = *target->process;
        const bool first = target == process.first;
        if ((first ? process.parent : &process) != &call.process()) return call.fail(Errno::child);
        if (!target->watchers.empty()) return call.fail(Errno::inval);
        call.kernel().detach(call.process(), *target);
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(Detach, (), (id))
/// Never parks. Errors: ESRCH, ECHILD, EINVAL (somebody is waiting for it).
inline constexpr Syscaller<Detach> detach;

/// In the list of handles that a program gets: here none.
inline constexpr Handle no_handle = -1;
/// As the group of a program: one of its own.
inline constexpr ProcessId own_group{0xffff'ffff, 0};

struct Start {
    using Result = ProcessId;
    std::string program;
    std::vector<std::string> arguments{};
    bool service = false;
    std::vector<Handle> handles{};
    std::vector<std::string> environment{};
    ProcessId group{};
    static constexpr SyscallNumber number = family_process + 10;
    static constexpr std::string_view help =
        "Starts a program in a process of its own. Those of the caller's `handles` become its 0, 1, 2 and so on, -1 "
        "leaving one out; none listed means 0, 1 and 2. A service does not keep the system alive. An empty "
        "environment means the caller's; so does group 0. Group -1 begins one of its own. A name with a '/' in it is "
        "the path of a shared object.";
    static constexpr std::array errors{Errno::noent,  Errno::acces,  Errno::isdir, Errno::notdir, Errno::io,
                                       Errno::noexec, Errno::libbad, Errno::badf,  Errno::inval,  Errno::again};
    static Outcome carry_out(auto& call) { return start_program(call); }
};
BOOST_DESCRIBE_STRUCT(Start, (), (program, arguments, service, handles, environment, group))
inline constexpr Syscaller<Start> start_request;
/// Never parks. Errors: ENOENT (no such program), EBADF (a listed handle is not open), EINVAL (it cannot be passed on),
/// EAGAIN; of a path also EACCES, EISDIR, ENOTDIR, EIO, ENOEXEC (no program), ELIBBAD (cannot be loaded here).
inline Result<ProcessId> start(std::string program, std::vector<std::string> arguments = {}, bool service = false,
                               std::vector<Handle> handles = {}, std::vector<std::string> environment = {},
                               ProcessId group = {}) {
    return start_request(std::move(program), std::move(arguments), service, std::move(handles), std::move(environment),
                         group);
}

struct ListTasks {
    using Result = std::vector<TaskInfo>;
    static constexpr SyscallNumber number = family_process + 11;
    static constexpr std::string_view help = "All tasks of the system, in the order of their slots.";
    static constexpr auto errors = no_errors;
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) { return call.answer(list_tasks_of(call.kernel())); }
};
BOOST_DESCRIBE_STRUCT(ListTasks, (), ())
/// Never parks, never fails.
inline constexpr Syscaller<ListTasks> list_tasks;

struct AdoptOrphans {
    using Result = void;
    static constexpr SyscallNumber number = family_process + 12;
    static constexpr std::string_view help =
        "Makes the caller init: processes whose parent has ended become its children.";
    static constexpr std::array errors{Errno::perm};
    static Outcome carry_out(auto& call) {
        if (call.kernel().init() != nullptr) return call.fail(Errno::perm);
        call.kernel().adopt_orphans(call.process());
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(AdoptOrphans, (), ())
/// Never parks. Errors: EPERM (there is an init already).
inline constexpr Syscaller<AdoptOrphans> adopt_orphans;

inline constexpr Family<GetTid, GetPid, GetParent, Yield, Spawn, Exit, Kill, Wait, WaitAny, Detach, Start, ListTasks,
                        AdoptOrphans>
    process_family{"process"};

}  // namespace fibrix::sys
