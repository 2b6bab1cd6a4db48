#include "tools/explore/subject_run.hpp"

namespace fibrix::explore {

std::string describe_end(const Task& task) {
    const auto how = to_string(task.status);
    return task.status.reason == ExitStatus::Reason::threw ? task.process->last_words : how;
}

void SubjectRun::begin(Kernel& kernel) {
    if (subject_.begin) subject_.begin();
    if (process_ == nullptr) {
        StartOptions options{.name = subject_.name};
        options.stack = subject_.stack;
        process_ = kernel.find_process(kernel.start(std::move(options)).value());
    }
    for (const auto& each : subject_.tasks)
        kernel.spawn(*process_, Closure([&body = each.body] { body(); }), true).value();
}

void SubjectRun::clear(Kernel& kernel) {
    const Process* there = kernel.find_process({1, 0});
    if (there == process_ && !there->ended && kernel.tasks().count() == 1) return kernel.rewind(*process_);
    kernel.reset();
    process_ = nullptr;
}

std::string SubjectRun::blame(const Task& task, std::uint32_t) const {
    const auto reason = task.status.reason;
    return reason == ExitStatus::Reason::killed ? std::string() : describe_end(task);
}

std::string SubjectRun::name_of(std::uint32_t task) const {
    return task < subject_.tasks.size() ? subject_.tasks[task].name : "task " + std::to_string(task);
}

}  // namespace fibrix::explore
