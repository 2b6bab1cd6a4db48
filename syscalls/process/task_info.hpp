// What the system tells of a task, and of an end.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <vector>

#include "kernel/exit_status.hpp"
#include "kernel/id.hpp"
#include "kernel/signal.hpp"
#include "kernel/state.hpp"
#include "kernel/time.hpp"
#include "syscalls/request.hpp"

namespace fibrix {

class Kernel;

BOOST_DESCRIBE_STRUCT(SignalSet, (), (bits))
template <>
inline constexpr std::size_t enumerators_of<Signal> = static_cast<std::size_t>(Signal::winch) + 1;

namespace sys {

struct Ended {
    TaskId id;
    ExitStatus status;
};
BOOST_DESCRIBE_STRUCT(Ended, (), (id, status))

struct TaskInfo {
    TaskId id;
    ProcessId process;
    ProcessId parent;  ///< of the process; 0 if none
    std::string program;
    State state{};
    std::string waits_for;  ///< the request it waits in, with its arguments; empty if it does not wait
    Duration age{};         ///< for how long it has waited
    Duration ran{};         ///< time running, sampled
    std::uint64_t switches = 0;
    std::uint64_t requests = 0;
    std::uint64_t stack_used = 0;  ///< bytes, at the most so far
    std::uint64_t stack_size = 0;
    bool service = false;
    bool dying = false;
};
BOOST_DESCRIBE_STRUCT(TaskInfo, (),
                      (id, process, parent, program, state, waits_for, age, ran, switches, requests, stack_used,
                       stack_size, service, dying))

/// In the kernel: what ListTasks answers.
std::vector<TaskInfo> list_tasks_of(Kernel& kernel);

}  // namespace sys
}  // namespace fibrix
