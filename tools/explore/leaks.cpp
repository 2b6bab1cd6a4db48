#include "tools/explore/leaks.hpp"

namespace fibrix::explore {
namespace {

void add_line(std::string& text, const std::string& line) { text += (text.empty() ? "" : "\n") + line; }

std::string describe(Kernel& kernel, const Task& task, const Process& first) {
    const bool own = task.process == &first;
    const auto who =
        own ? "task " + to_string(task.id) : "process " + to_string(task.process->id) + " (" + task.process->name + ")";
    if (task.state == State::zombie) return "nobody has waited for " + who;
    const auto reason = kernel.wait_reason(task);
    return who + " is left" + (reason.empty() ? "" : ": " + reason);
}

}  // namespace

std::string describe_open_handles(const Process& process, std::size_t given) {
    std::string text;
    for (std::size_t handle = given; handle < process.handles.size(); ++handle)
        if (const auto* object = process.handles.find(static_cast<Handle>(handle)))
            add_line(text, "handle " + std::to_string(handle) + " is left open: " + object->describe());
    return text;
}

void LeaksAtEnd::transition(const Task& ended, State /*from*/, State to) {
    if (to != State::zombie || ended.id != first_ || !ended.status.ok()) return;
    const Process& first = *ended.process;
    kernel_.tasks().for_each([&](const Task& task) {
        const bool counts = task.process == &first || task.process->first == &task;
        if (&task != &ended && counts && !task.process->service) add_line(found_, describe(kernel_, task, first));
    });
    if (auto handles = describe_open_handles(first, given_); !handles.empty()) add_line(found_, handles);
}

}  // namespace fibrix::explore
