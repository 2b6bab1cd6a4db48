// How Boost.Test shows the kernel's values when a check fails.
#pragma once

#include <ostream>

#include "kernel/errno.hpp"
#include "kernel/exit_status.hpp"
#include "kernel/id.hpp"
#include "kernel/state.hpp"
#include "kernel/time.hpp"
#include "kernel/verdict.hpp"

namespace fibrix {

inline std::ostream& operator<<(std::ostream& out, const TaskId& id) { return out << to_string(id); }
inline std::ostream& operator<<(std::ostream& out, const ExitStatus& status) { return out << to_string(status); }
inline std::ostream& operator<<(std::ostream& out, State state) { return out << to_string(state); }
inline std::ostream& operator<<(std::ostream& out, Verdict::Kind kind) { return out << to_string(kind); }
inline std::ostream& operator<<(std::ostream& out, Errno error) { return out << to_string(error); }
inline std::ostream& operator<<(std::ostream& out, Time time) {
    return out << time.time_since_epoch().count() << " ns";
}

}  // namespace fibrix
