#include "tools/explore/standstill.hpp"

namespace fibrix::explore {

std::string describe_standstill(Kernel& kernel, const Runnable& runnable) {
    std::string text;
    const auto name = [&](TaskId id) { return runnable.name_of(id.slot - runnable.first_slot()); };
    kernel.tasks().for_each([&](const Task& task) {
        const bool waits = task.parked() || task.state == State::requesting;
        if (task.id.slot < runnable.first_slot() || !waits) return;
        const Syscall& syscall = kernel.table()[task.trap->number];
        const auto whom = syscall.waits_for == nullptr ? TaskId{} : syscall.waits_for(task, *task.trap);
        if (!text.empty()) text += '\n';
        text += name(task.id) + " waits";
        if (kernel.find(whom) != nullptr) text += " for " + name(whom);
        text += ": " + kernel.wait_reason(task);
    });
    return text;
}

}  // namespace fibrix::explore
