// The signal family: sending, handling, masking and awaiting signals.
#pragma once

#include "kernel/id.hpp"
#include "kernel/signal.hpp"
#include "syscalls/process/process.hpp"
#include "syscalls/time/time.hpp"

namespace fibrix::sys {

struct KillGroup {
    using Result = std::size_t;
    ProcessId group;
    Signal signal = Signal::term;
    static constexpr SyscallNumber number = family_signal + 0;
    static constexpr std::string_view help = "Sends a signal to every process of a group; gives how many there are.";
    static constexpr std::array errors{Errno::srch};
    static constexpr bool release = true;
    static Outcome carry_out(auto& call) {
        const auto reached = call.kernel().signal_group(call.request().group, call.request().signal);
        return reached == 0 ? call.fail(Errno::srch) : call.answer(reached);
    }
};
BOOST_DESCRIBE_STRUCT(KillGroup, (), (group, signal))
/// Never parks. Errors: ESRCH (nobody is in it).
inline constexpr Syscaller<KillGroup> kill_group;

struct SetSignalAction {
    using Result = void;
    Signal signal;
    Local<SignalAction> action;
    static constexpr SyscallNumber number = family_signal + 1;
    static constexpr std::string_view help =
        "What the process does from now on about a signal: the default, nothing, or a handler of its own.";
    static constexpr std::array errors{Errno::inval};
    static Outcome carry_out(auto& call) {
        const auto signal = call.request().signal;
        if (signal == Signal::none || signal == Signal::kill || signal == Signal::stop) return call.fail(Errno::inval);
        auto& action = call.request().action.value;
        auto& actions = call.process().signals.actions;
        if (action.kind == SignalAction::Kind::by_default) actions.erase(signal);
        else actions[signal] = std::move(action);
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(SetSignalAction, (), (signal, action))
inline constexpr Syscaller<SetSignalAction> set_signal_action;

/// `handler` runs in one task of the process, when its request or the next one is done; it may make requests. A wait
/// in a request that declares EINTR ends so. Never parks. Errors: EINVAL (SIGKILL and SIGSTOP cannot be handled).
inline Result<void> handle_signal(Signal signal, SignalHandler handler) {
    return set_signal_action(signal, SignalAction{SignalAction::Kind::handle, std::move(handler)});
}
/// Never parks. Errors: EINVAL.
inline Result<void> ignore_signal(Signal signal) {
    return set_signal_action(signal, SignalAction{SignalAction::Kind::ignore, {}});
}
/// Back to the default. Never parks. Errors: EINVAL.
inline Result<void> reset_signal(Signal signal) { return set_signal_action(signal, SignalAction{}); }

struct MaskSignals {
    using Result = SignalSet;
    SignalSet masked;
    static constexpr SyscallNumber number = family_signal + 2;
    static constexpr std::string_view help =
        "Which signals the calling task leaves pending from now on; gives which it did. SIGKILL and SIGSTOP cannot be.";
    static constexpr auto errors = no_errors;
    static Outcome carry_out(auto& call) {
        auto masked = call.request().masked;
        masked.remove(Signal::kill);
        masked.remove(Signal::stop);
        const auto before = call.task().masked;
        call.kernel().mask_signals(call.task(), masked);
        return call.answer(before);
    }
};
BOOST_DESCRIBE_STRUCT(MaskSignals, (), (masked))
/// Never parks, never fails.
inline constexpr Syscaller<MaskSignals> mask_signals;

struct PendingSignals {
    using Result = SignalSet;
    static constexpr SyscallNumber number = family_signal + 3;
    static constexpr std::string_view help = "Which signals wait until they are not masked any more.";
    static constexpr auto errors = no_errors;
    static Outcome carry_out(auto& call) {
        SignalSet pending = call.task().signals;
        pending.bits |= call.process().signals.pending.bits;
        return call.answer(pending);
    }
};
BOOST_DESCRIBE_STRUCT(PendingSignals, (), ())
/// Never parks, never fails.
inline constexpr Syscaller<PendingSignals> pending_signals;

struct Pause {
    using Result = void;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_signal + 4;
    static constexpr std::string_view help = "Waits until a signal has been handled; then it ends with EINTR.";
    static constexpr std::array errors{Errno::intr, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static Outcome carry_out(auto& call) { return call.park_until(call.request().deadline); }
};
BOOST_DESCRIBE_STRUCT(Pause, (), (deadline))
/// Parks. Errors: EINTR, ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<Pause> pause;

struct Alarm {
    using Result = void;
    Duration after;
    static constexpr SyscallNumber number = family_signal + 5;
    static constexpr std::string_view help =
        "Sends SIGALRM to the process after a while, instead of an alarm that was set before; 0 only takes that back.";
    static constexpr std::array errors{Errno::inval, Errno::again};
    static Outcome carry_out(auto& call) {
        const auto after = call.request().after;
        if (after < Duration::zero()) return call.fail(Errno::inval);
        auto& alarm = call.process().signals.alarm;
        if (auto* old = call.kernel().find(alarm)) call.kernel().kill(*old);
        alarm = {};
        if (after == Duration::zero()) return call.answer();
        const auto pid = call.process().id;
        const auto task = call.kernel().spawn(call.process(), Closure([after, pid] {
                                                  mask_signals(every_signal);
                                                  sleep(after).value();
                                                  kill(pid, Signal::alrm).value();
                                              }),
                                              true);
        if (!task) return call.fail(task.error());
        alarm = *task;
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(Alarm, (), (after))
/// Never parks. Errors: EINVAL (negative), EAGAIN (no room for the task that waits for it).
inline constexpr Syscaller<Alarm> alarm;

inline constexpr Family<KillGroup, SetSignalAction, MaskSignals, PendingSignals, Pause, Alarm> signal_family{"signal"};

}  // namespace fibrix::sys
