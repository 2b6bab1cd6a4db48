#include "tools/explore/program_run.hpp"

#include "syscalls/console/console_object.hpp"
#include "syscalls/vfs/boot.hpp"
#include "tools/explore/subject_run.hpp"

namespace fibrix::explore {

void ProgramRun::begin(Kernel& kernel) {
    constexpr int standard_files = 3;
    mount_defaults(kernel, {.terminal = make_object<Console>(0), .policy = "explore"});
    ProgramStart start{.arguments = arguments_};
    start.code = found_.code;
    for (int file = 0; file < standard_files; ++file) start.handles.emplace_back(make_object<Console>(file));
    const auto pid = start_program(kernel, *found_.program, std::move(start));
    if (!leaks_) kernel.attach(leaks_.emplace(kernel));
    leaks_->begin(pid.value(), standard_files);
    ended_ = nullptr;
    kernel.on_process_end = [this, &kernel, first = pid.value()](const Process& process) {
        ended_ = &process;
        last_words_ = process.last_words;
        if (process.id == first) kernel.shut_down(Verdict::Kind::done);
    };
}

// Other processes may end as they like: it is their parent's business.
std::string ProgramRun::blame(const Task& task, std::uint32_t number) const {
    const auto reason = task.status.reason;
    if (reason == ExitStatus::Reason::killed || reason == ExitStatus::Reason::signaled) return {};
    const bool own = number == 0;
    if (reason == ExitStatus::Reason::exited && !own) return {};
    const bool gone = task.process == ended_;
    return gone && reason == ExitStatus::Reason::threw ? last_words_ : describe_end(task);
}

std::string ProgramRun::name_of(std::uint32_t task) const {
    return task == 0 ? name() : "task " + std::to_string(task);
}

}  // namespace fibrix::explore
