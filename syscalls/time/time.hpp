// The time family: clocks and sleeping.
#pragma once

#include "syscalls/request.hpp"

namespace fibrix::sys {

struct Sleep {
    using Result = void;
    Duration duration;
    static constexpr SyscallNumber number = family_time + 0;
    static constexpr std::string_view help =
        "Suspends the calling task for at least `duration`. Zero gives way to the others once; less is EINVAL.";
    static constexpr std::array errors{Errno::inval, Errno::intr, Errno::canceled};
    static constexpr bool parks = true;
    static void footprint(auto&, Footprint&) {}
    static Outcome carry_out(auto& call) {
        const Duration duration = call.request().duration;
        if (duration < Duration::zero()) return call.fail(Errno::inval);
        if (duration == Duration::zero()) return call.answer_and_yield();
        return call.expired() ? call.answer() : call.park_until(Deadline::after(duration));
    }
};
BOOST_DESCRIBE_STRUCT(Sleep, (), (duration))
/// Parks. Errors: EINVAL, ECANCELED.
inline constexpr Syscaller<Sleep> sleep;

struct SleepUntil {
    using Result = void;
    Time instant;
    static constexpr SyscallNumber number = family_time + 1;
    static constexpr std::string_view help =
        "Suspends the calling task until `instant` has come; not at all if it has.";
    static constexpr std::array errors{Errno::intr, Errno::canceled};
    static constexpr bool parks = true;
    static void footprint(auto&, Footprint&) {}
    static Outcome carry_out(auto& call) {
        if (call.expired() || call.request().instant <= call.kernel().now()) return call.answer();
        return call.park_until(call.request().instant);
    }
};
BOOST_DESCRIBE_STRUCT(SleepUntil, (), (instant))
/// Parks. Errors: ECANCELED.
inline constexpr Syscaller<SleepUntil> sleep_until;

struct Now {
    using Result = Time;
    static constexpr SyscallNumber number = family_time + 2;
    static constexpr std::string_view help = "The monotonic clock, in nanoseconds since the World began.";
    static constexpr auto errors = no_errors;
    static constexpr Effect effect = Effect::observing;
    static void footprint(auto&, Footprint&) {}
    static Outcome carry_out(auto& call) { return call.answer(call.kernel().fresh_now()); }
};
BOOST_DESCRIBE_STRUCT(Now, (), ())
/// Never parks, never fails.
inline constexpr Syscaller<Now> now;

struct Calendar {
    using Result = std::int64_t;
    static constexpr SyscallNumber number = family_time + 3;
    static constexpr std::string_view help = "The calendar clock, in nanoseconds since 1970-01-01 UTC. It may jump.";
    static constexpr auto errors = no_errors;
    static constexpr Effect effect = Effect::observing;
    static void footprint(auto&, Footprint&) {}
    static Outcome carry_out(auto& call) { return call.answer(call.world().calendar()); }
};
BOOST_DESCRIBE_STRUCT(Calendar, (), ())
/// Never parks, never fails.
inline constexpr Syscaller<Calendar> calendar;

/// `deadline` as an instant, for a loop of several waits that are to end with it together. Never parks.
inline Deadline fixed(Deadline deadline) {
    return deadline.is_set() && deadline.is_span() ? deadline.at(now()) : deadline;
}

inline constexpr Family<Sleep, SleepUntil, Now, Calendar> time_family{"time"};

}  // namespace fibrix::sys
