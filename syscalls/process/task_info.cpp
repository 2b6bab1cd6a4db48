#include "syscalls/process/task_info.hpp"

#include "kernel/kernel.hpp"

namespace fibrix::sys {

std::vector<TaskInfo> list_tasks_of(Kernel& kernel) {
    std::vector<TaskInfo> all;
    const Time now = kernel.fresh_now();
    kernel.tasks().for_each([&](const Task& task) {
        const Process& process = *task.process;
        TaskInfo info;
        info.id = task.id;
        info.process = process.id;
        if (process.parent != nullptr) info.parent = process.parent->id;
        info.program = process.name;
        info.state = task.state;
        if (task.parked()) {
            info.waits_for = kernel.wait_reason(task);
            info.age = now - task.trap->parking.since;
        }
        info.ran = task.ran;
        info.switches = task.switches;
        info.requests = task.requests;
        if (task.stack != nullptr) {
            info.stack_used = StackPool::high_water(*task.stack);
            info.stack_size = task.stack->usable();
        }
        info.service = process.service;
        info.dying = task.needs(Attention::dying);
        all.push_back(std::move(info));
    });
    return all;
}

}  // namespace fibrix::sys
