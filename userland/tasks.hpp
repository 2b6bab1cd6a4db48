// What /proc says of tasks and of the system, for the programs that show it: ps, pstree, top and the like.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "syscalls/sys.hpp"

namespace fibrix {

/// A line of /proc/tasks.
struct TaskLine {
    std::string tid, pid, parent, program, state, waits_for;
    bool service = false, dying = false;
    double ran = 0, age = 0;  ///< seconds
    std::uint64_t switches = 0, syscalls = 0;
    std::uint64_t stack_used = 0, stack_size = 0;  ///< bytes

    /// Whether it is the first task of its process.
    [[nodiscard]] bool is_first() const { return tid == pid; }
    /// Of its process; "0" if there is none.
    [[nodiscard]] bool has_parent() const { return parent != "0"; }
};

/// All tasks, in the order of their ids. Parks. Errors: as `read_file`.
Result<std::vector<TaskLine>> read_tasks();

/// A text of lines "NAME:<tab>VALUE", such as /proc/meminfo; numbers without their unit. Parks. Errors: as `read_file`.
Result<std::map<std::string, std::string>> read_values(std::string_view path);
/// One of them as a number; 0 if it is none.
std::uint64_t number_of(const std::map<std::string, std::string>& values, const std::string& name);
/// Seconds since the system has begun. Parks. Errors: as `read_file`.
Result<double> read_uptime();

/// "3:07" or "1:00:02" or "2 days, 0:00:00".
std::string as_clock(double seconds);

}  // namespace fibrix
