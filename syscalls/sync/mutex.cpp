#include "syscalls/sync/mutex.hpp"

#include "kernel/task.hpp"

namespace fibrix {

TaskId id_of(const Task* task) noexcept { return task == nullptr ? TaskId{} : task->id; }

}  // namespace fibrix
