#include "syscalls/vfs/proc_process.hpp"

#include <fmt/format.h>

#include "kernel/kernel.hpp"

namespace fibrix::proc {
namespace {

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

std::string with_zeroes(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) (text += word) += '\0';
    return text;
}

template <class Visit>
void for_each_task(const Process& process, Visit visit) {
    using Members = List<Task, &Task::member>;
    for (const Task* task = process.tasks.front(); task != nullptr; task = Members::next(*task)) visit(*task);
}

std::string_view state_of(const Process& process) {
    if (process.ended) return to_string(State::zombie);
    return process.stopped() ? "stopped" : to_string(process.first->state);
}

std::string limit_in_words(std::size_t limit) {
    return limit == std::numeric_limits<std::size_t>::max() ? "none" : std::to_string(limit);
}

}  // namespace

std::string cmdline(Kernel&, const Process& process) { return process.name + '\0' + with_zeroes(process.arguments); }

std::string environ(Kernel&, const Process& process) { return with_zeroes(process.environment); }

std::string fd(Kernel&, const Process& process) {
    std::string text;
    for (std::size_t i = 0; i < process.handles.size(); ++i)
        if (const auto* object = process.handles.find(static_cast<Handle>(i)))
            text += fmt::format("{}\t{}\t{}\n", i, object->kind_of().name, object->describe());
    return text;
}

std::string limits(Kernel&, const Process& process) {
    const Limits& limits = process.limits;
    auto text = fmt::format("handles\t{}\t{}\n", process.handles.open(), limit_in_words(limits.handles));
    text += fmt::format("tasks\t{}\t{}\n", process.living, limit_in_words(limits.tasks));
    text += fmt::format("memory\t{}\t{}\n", process.account->used(), limit_in_words(limits.memory));
    const auto cpu = limits.cpu == Duration::max() ? "none" : fmt::format("{:.6f}", seconds(limits.cpu));
    return text + fmt::format("cpu\t{:.6f}\t{}\n", seconds(process.ran), cpu);
}

std::string stack(Kernel&, const Process& process) {
    std::string text;
    for_each_task(process, [&](const Task& task) {
        const auto* stack = task.stack;
        text += fmt::format("{}\t{}\t{}\n", to_string(task.id), stack == nullptr ? 0 : StackPool::high_water(*stack),
                            stack == nullptr ? 0 : stack->usable());
    });
    return text;
}

std::string status(Kernel&, const Process& process) {
    std::string text;
    const auto line = [&](std::string_view name, const auto& value) { text += fmt::format("{}:\t{}\n", name, value); };
    line("Name", process.name);
    line("State", state_of(process));
    line("Pid", to_string(process.id));
    line("Parent", process.parent == nullptr ? "0" : to_string(process.parent->id));
    line("Group", to_string(process.group));
    line("Session", to_string(process.session));
    line("Service", process.service ? "yes" : "no");
    line("Directory", process.directory);
    line("Tasks", process.living);
    line("Handles", process.handles.open());
    line("Memory", fmt::format("{} kB", process.account->used() / 1024));
    line("Ran", fmt::format("{:.6f}", seconds(process.ran)));
    return text;
}

std::string wait(Kernel& kernel, const Process& process) {
    std::string text;
    const Time now = kernel.fresh_now();
    for_each_task(process, [&](const Task& task) {
        const auto age = task.parked() ? now - task.trap->parking.since : Duration::zero();
        text += fmt::format("{}\t{}\t{:.6f}\t{}\n", to_string(task.id), to_string(task.state), seconds(age),
                            kernel.wait_reason(task));
    });
    return text;
}

}  // namespace fibrix::proc
