// The readiness family: PyOS's own way to wait for I/O.
#pragma once

#include "kernel/handle_table.hpp"
#include "kernel/world/operation.hpp"
#include "syscalls/readiness/carry_out.hpp"
#include "syscalls/readiness/poll.hpp"
#include "syscalls/request.hpp"

namespace fibrix::sys {

struct ReadWait {
    using Result = void;
    using Scratch = detail::FileState;
    Handle handle;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_readiness + 0;
    static constexpr std::string_view help = "Waits until reading from `handle` would not wait.";
    static constexpr std::array errors{Errno::badf, Errno::intr, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) { return detail::await_readiness(call, Readiness::reading); }
};
BOOST_DESCRIBE_STRUCT(ReadWait, (), (handle, deadline))
/// Parks. Any number of tasks may wait for the same handle.
inline constexpr Syscaller<ReadWait> read_wait;

struct WriteWait {
    using Result = void;
    using Scratch = detail::FileState;
    Handle handle;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_readiness + 1;
    static constexpr std::string_view help = "Waits until writing to `handle` would not wait.";
    static constexpr std::array errors{Errno::badf, Errno::intr, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) { return detail::await_readiness(call, Readiness::writing); }
};
BOOST_DESCRIBE_STRUCT(WriteWait, (), (handle, deadline))
/// Parks. Any number of tasks may wait for the same handle.
inline constexpr Syscaller<WriteWait> write_wait;

inline constexpr Family<ReadWait, WriteWait, Poll> readiness_family{"readiness"};

}  // namespace fibrix::sys
