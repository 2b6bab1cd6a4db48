// The limits of a process: what it may have of what all share.
#pragma once

#include "kernel/limits.hpp"
#include "syscalls/process/process.hpp"

namespace fibrix {

BOOST_DESCRIBE_STRUCT(Limits, (), (handles, tasks, memory, cpu))

}  // namespace fibrix

namespace fibrix::sys {

struct GetLimits {
    using Result = Limits;
    static constexpr SyscallNumber number = family_process + 24;
    static constexpr std::string_view help = "What the calling process may have at the same time.";
    static constexpr auto errors = no_errors;
    static Outcome carry_out(auto& call) { return call.answer(call.process().limits); }
};
BOOST_DESCRIBE_STRUCT(GetLimits, (), ())
/// Never parks, never fails.
inline constexpr Syscaller<GetLimits> get_limits;

struct SetLimits {
    using Result = void;
    Limits limits;
    static constexpr SyscallNumber number = family_process + 25;
    static constexpr std::string_view help =
        "Lowers the limits of the calling process; children inherit them. A limit is never raised again.";
    static constexpr std::array errors{Errno::perm, Errno::inval};
    static Outcome carry_out(auto& call) {
        const auto& wanted = call.request().limits;
        const auto& present = call.process().limits;
        if (wanted.cpu <= Duration::zero()) return call.fail(Errno::inval);
        if (wanted.handles > present.handles || wanted.tasks > present.tasks || wanted.memory > present.memory ||
            wanted.cpu > present.cpu)
            return call.fail(Errno::perm);
        call.process().set(wanted);
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(SetLimits, (), (limits))
/// Never parks. What is open or lives already stays. Errors: EPERM (a limit would be raised), EINVAL.
inline constexpr Syscaller<SetLimits> set_limits;

inline constexpr Family<GetLimits, SetLimits> limits_family{"process"};

}  // namespace fibrix::sys
