// Processes that run a part of their parent's program: subshells, above all.
#pragma once

#include "syscalls/process/process.hpp"

namespace fibrix::sys {

struct Branch {
    using Result = ProcessId;
    Local<Closure> body;
    std::vector<Handle> handles{};
    ProcessId group{};
    static constexpr SyscallNumber number = family_process + 28;
    static constexpr std::string_view help =
        "Starts a process of its own that calls `body`, under the caller's program's name; handles and group are those "
        "of `start`. What `body` holds it must own: the caller's stack is not there any more when it runs.";
    static constexpr std::array errors{Errno::badf, Errno::inval, Errno::again};
    static Outcome carry_out(auto& call) { return branch_process(call); }
};
BOOST_DESCRIBE_STRUCT(Branch, (), (body, handles, group))
/// `body` returns an exit code or nothing. Never parks. Errors: EBADF (a listed handle is not open), EINVAL (it cannot
/// be passed on), EAGAIN.
inline constexpr Syscaller<Branch> branch;

inline constexpr Family<Branch> branch_family{"process"};

}  // namespace fibrix::sys
