// The schedule family: computing, and what the scheduler is to know of a task.
//
// To compute is to be busy for some time of the World. In simulated time nothing else happens to the clock meanwhile
// but what computing takes; in the host World the task keeps its processor of the kernel for as long, while the
// host's own one may rest. So a program shows under each policy, and in both Worlds, who waits for whom.
#pragma once

#include "kernel/processors.hpp"
#include "syscalls/request.hpp"

namespace fibrix {

BOOST_DESCRIBE_STRUCT(Scheduling, (), (priority, tickets, burst, deadline, processors))

namespace sys {

struct Compute {
    using Result = void;
    Duration duration;
    static constexpr SyscallNumber number = family_schedule + 0;
    static constexpr std::string_view help =
        "Uses `duration` of a processor's time, as the policy gives it: others may run in between. Less than zero is "
        "EINVAL.";
    static constexpr std::array errors{Errno::inval, Errno::canceled};
    static constexpr bool parks = true;
    static void footprint(auto&, Footprint&) {}
    static Outcome carry_out(auto& call) {
        const Duration duration = call.request().duration;
        if (duration < Duration::zero()) return call.fail(Errno::inval);
        if (duration == Duration::zero() || call.expired()) return call.answer();
        // Who searches orders has a processor for each task.
        if (call.kernel().requests_are_held()) return call.park_until(Deadline::after(duration));
        call.answer();
        return call.kernel().processors().compute(call.task(), duration);
    }
};
BOOST_DESCRIBE_STRUCT(Compute, (), (duration))
/// Takes that long at least. Errors: EINVAL, ECANCELED.
inline constexpr Syscaller<Compute> compute;

struct Schedule {
    using Result = void;
    Scheduling what;
    TaskId task{};
    static constexpr SyscallNumber number = family_schedule + 1;
    static constexpr std::string_view help =
        "Says what the scheduler is to know of `task` (0: the caller): its priority, its share in tickets, how long it "
        "will compute in all, its deadline, and on which processors it may run.";
    static constexpr std::array errors{Errno::inval, Errno::srch};
    static Outcome carry_out(auto& call) {
        const auto& request = call.request();
        Task* task = request.task.valid() ? call.kernel().find(request.task) : &call.task();
        if (task == nullptr) return call.fail(Errno::srch);
        auto& processors = call.kernel().processors();
        const auto& what = request.what;
        const auto there = (std::uint64_t{2} << (processors.count() - 1)) - 1;
        if (what.burst < Duration::zero() || (what.processors != 0 && (what.processors & there) == 0))
            return call.fail(Errno::inval);
        processors.make_known(*task, what);
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(Schedule, (), (what, task))
/// Never parks. What a task begins later has the priority, the tickets and the processors of its process's first task.
/// Errors: EINVAL (a burst below zero, or no processor that is there), ESRCH.
inline constexpr Syscaller<Schedule> schedule;

struct Scheduled {
    using Result = Scheduling;
    TaskId task{};
    static constexpr SyscallNumber number = family_schedule + 2;
    static constexpr std::string_view help = "What the scheduler knows of `task` (0: the caller).";
    static constexpr std::array errors{Errno::srch};
    static Outcome carry_out(auto& call) {
        const TaskId id = call.request().task;
        const Task* task = id.valid() ? call.kernel().find(id) : &call.task();
        if (task == nullptr) return call.fail(Errno::srch);
        return call.answer(call.kernel().processors().known(*task));
    }
};
BOOST_DESCRIBE_STRUCT(Scheduled, (), (task))
/// Never parks. Errors: ESRCH.
inline constexpr Syscaller<Scheduled> scheduled;

struct PresentProcessor {
    using Result = int;
    static constexpr SyscallNumber number = family_schedule + 3;
    static constexpr std::string_view help = "The number of the processor on which the caller runs, from 0.";
    static constexpr auto errors = no_errors;
    static Outcome carry_out(auto& call) { return call.answer(call.kernel().processors().present()); }
};
BOOST_DESCRIBE_STRUCT(PresentProcessor, (), ())
/// Never parks, never fails.
inline constexpr Syscaller<PresentProcessor> present_processor;

inline constexpr Family<Compute, Schedule, Scheduled, PresentProcessor> schedule_family{"schedule"};

}  // namespace sys
}  // namespace fibrix
