// Process groups and what shells do with them: who is in the foreground, and what has happened to a child.
#pragma once

#include "syscalls/process/process.hpp"

namespace fibrix::sys {

struct GetGroup {
    using Result = ProcessId;
    ProcessId process{};
    static constexpr SyscallNumber number = family_process + 13;
    static constexpr std::string_view help = "The group of a process, of the caller if none is named.";
    static constexpr std::array errors{Errno::srch};
    static Outcome carry_out(auto& call) {
        const auto id = call.request().process;
        auto* process = id.valid() ? call.kernel().find_process(id) : &call.process();
        return process == nullptr ? call.fail(Errno::srch) : call.answer(process->group);
    }
};
BOOST_DESCRIBE_STRUCT(GetGroup, (), (process))
/// Never parks. Errors: ESRCH.
inline constexpr Syscaller<GetGroup> get_group;

struct SetGroup {
    using Result = void;
    ProcessId process;
    ProcessId group;
    static constexpr SyscallNumber number = family_process + 14;
    static constexpr std::string_view help =
        "Puts the caller or a child into a group of its session; with its own id it begins one.";
    static constexpr std::array errors{Errno::srch, Errno::perm};
    static Outcome carry_out(auto& call) {
        auto* process = call.kernel().find_process(call.request().process);
        const bool ours = process != nullptr && (process == &call.process() || process->parent == &call.process());
        if (!ours || process->ended) return call.fail(Errno::srch);
        const auto group = call.request().group;
        const auto* leader = call.kernel().find_process(group);
        const bool joins = leader == nullptr || leader->session == process->session;
        if (!joins) return call.fail(Errno::perm);
        process->group = group;
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(SetGroup, (), (process, group))
/// Never parks. Errors: ESRCH (not the caller, nor a child of it), EPERM (a group of another session).
inline constexpr Syscaller<SetGroup> set_group;

struct NewSession {
    using Result = ProcessId;
    static constexpr SyscallNumber number = family_process + 15;
    static constexpr std::string_view help = "Begins a session and a group of the caller's own; gives their id.";
    static constexpr auto errors = no_errors;
    static Outcome carry_out(auto& call) {
        call.process().group = call.process().session = call.process().id;
        return call.answer(call.process().id);
    }
};
BOOST_DESCRIBE_STRUCT(NewSession, (), ())
/// Never parks, never fails.
inline constexpr Syscaller<NewSession> new_session;

struct SetForeground {
    using Result = void;
    ProcessId group;
    static constexpr SyscallNumber number = family_process + 16;
    static constexpr std::string_view help =
        "Puts a group into the foreground: it alone reads from the terminal, and gets Ctrl-C as SIGINT and Ctrl-Z as "
        "SIGTSTP. 0: everybody reads, and Ctrl-C ends the system.";
    static constexpr auto errors = no_errors;
    static constexpr bool release = true;
    static Outcome carry_out(auto& call) {
        call.kernel().set_foreground(call.request().group);
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(SetForeground, (), (group))
/// Never parks, never fails.
inline constexpr Syscaller<SetForeground> set_foreground;

struct GetForeground {
    using Result = ProcessId;
    static constexpr SyscallNumber number = family_process + 17;
    static constexpr std::string_view help = "The group in the foreground of the terminal; 0 if there is none.";
    static constexpr auto errors = no_errors;
    static Outcome carry_out(auto& call) { return call.answer(call.kernel().foreground()); }
};
BOOST_DESCRIBE_STRUCT(GetForeground, (), ())
/// Never parks, never fails.
inline constexpr Syscaller<GetForeground> get_foreground;

struct WaitChange {
    using Result = ExitStatus;
    ProcessId process;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_process + 18;
    static constexpr std::string_view help =
        "Waits until a child process has ended, and takes its status; or until it is stopped or goes on after a stop.";
    static constexpr std::array errors{Errno::srch, Errno::child, Errno::intr, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static TaskId waits_for(const WaitChange& request) { return request.process; }
    static Outcome carry_out(auto& call) {
        auto* process = call.kernel().find_process(call.request().process);
        if (process == nullptr) return call.fail(Errno::srch);
        if (process->parent != &call.process()) return call.fail(Errno::child);
        if (process->ended) return call.answer(call.kernel().collect(call.process(), *process->first));
        using News = SignalState::News;
        auto& signals = process->signals;
        const auto news = std::exchange(signals.news, News::none);
        using Reason = ExitStatus::Reason;
        if (news == News::continued) return call.answer(ExitStatus{Reason::continued, 0});
        if (news == News::stopped)
            return call.answer(ExitStatus{Reason::stopped, static_cast<int>(signals.stopped_by)});
        return call.park(process->first->watchers);
    }
};
BOOST_DESCRIBE_STRUCT(WaitChange, (), (process, deadline))
/// Parks. Errors: ESRCH, ECHILD (not a child), EINTR, ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<WaitChange> wait_change;

inline constexpr Family<GetGroup, SetGroup, NewSession, SetForeground, GetForeground, WaitChange> group_family{
    "process"};

}  // namespace fibrix::sys
