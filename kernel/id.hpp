// Ids of tasks and processes: one space, given in order, never reused for somebody else.
//
// An id is a slot and a generation. A slot is used again, its generation is not: a stale id finds nothing (ESRCH). A
// pid is the id of the process's first task. People see a small number, with `.generation` once a slot is in reuse.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fibrix {

struct TaskId {
    std::uint32_t slot = 0;  // 0 is nobody
    std::uint32_t generation = 0;

    [[nodiscard]] constexpr bool valid() const noexcept { return slot != 0; }
    friend constexpr auto operator<=>(const TaskId&, const TaskId&) = default;
};

using ProcessId = TaskId;

/// "7", or "7.2" for the third task that uses slot 7.
std::string to_string(TaskId id);
/// Reads what `to_string` writes.
std::optional<TaskId> parse_task_id(std::string_view text);

}  // namespace fibrix
