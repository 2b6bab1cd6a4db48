// How a process begins.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernel/closure.hpp"
#include "kernel/filter.hpp"
#include "kernel/id.hpp"
#include "kernel/object.hpp"
#include "kernel/scheduling.hpp"
#include "kernel/stack.hpp"

namespace fibrix {

struct Process;

struct StartOptions {
    std::string name;
    std::vector<std::string> arguments{};
    Closure body{};
    StackSize stack = StackSize::k64;
    bool service = false;  ///< does not keep a run alive
    Process* parent = nullptr;
    std::vector<Ref<Object>> handles{};  ///< become handles 0, 1, 2 …
    std::vector<Ref<Filter>> filters{};
    std::vector<std::string> environment{};  ///< empty: the parent's
    ProcessId group{};                       ///< which it joins; nobody: the parent's
    bool own_group = false;                  ///< begins a group instead
    Ref<Object> code{};                      ///< stays as long as anything of the process may run
    std::optional<Scheduling> scheduling{};  ///< what is known of its first task; nothing: as of the parent's
    Time arrival{};                          ///< when it becomes ready; what has passed: at once
};

/// What takes the place of a process's program, see Kernel::replace.
struct Replacement {
    std::string name;
    std::vector<std::string> arguments{};
    Closure body{};
    StackSize stack = StackSize::k64;
    std::vector<std::string> environment{};  ///< empty: as it is
    Ref<Object> code{};
};

}  // namespace fibrix
