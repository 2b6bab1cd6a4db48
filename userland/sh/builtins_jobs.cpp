// The builtins that are about jobs: jobs, fg, bg, kill, wait.

#include <array>

#include "userland/sh/builtins.hpp"

namespace fibrix::sh {
namespace {

using Arguments = std::vector<std::string>;

std::string ids_of(const Job& job) {
    std::string text;
    for (const auto& each : job.members) text += (text.empty() ? "" : " ") + to_string(each.id);
    return text;
}

int jobs(Shell& shell, const Arguments& arguments) {
    if (!arguments.empty()) return refuse(shell, "jobs", "it takes no arguments");
    shell.jobs.look();
    std::string text;
    for (const auto& job : shell.jobs.all())
        text += fmt::format("[{}] {:<6} {:<22} {}\n", job.number, ids_of(job), job.describe(), job.command);
    shell.jobs.take_ended();
    return shell.print(text) ? 0 : 1;
}

// The job that fg and bg are about; null if there is none, which is said.
Job* chosen_job(Shell& shell, const Arguments& arguments, std::string_view name, int& status) {
    status = Shell::usage_error;
    if (arguments.size() > 1) return refuse(shell, name, "one at a time"), nullptr;
    if (!shell.interactive()) return refuse(shell, name, "only at a terminal are jobs in the foreground"), nullptr;
    shell.jobs.look();
    Job* job = arguments.empty() ? shell.jobs.current() : shell.jobs.find(arguments[0]);
    if (job != nullptr) return job;
    status = 1;
    shell.complain(std::string(name) + ": " + (arguments.empty() ? "" : arguments[0] + ": ") +
                   "no such job (see: jobs)");
    return nullptr;
}

void go_on(Job& job) {
    for (auto& each : job.members) each.stopped = false;
    job.send(Signal::cont);
}

int fg(Shell& shell, const Arguments& arguments) {
    int status = 0;
    Job* found = chosen_job(shell, arguments, "fg", status);
    if (found == nullptr) return status;
    Job job = shell.jobs.take(*found);
    shell.print(job.command + "\n");
    if (job.group.valid()) sys::set_foreground(job.group);
    go_on(job);
    return shell.to_foreground(std::move(job));
}

int bg(Shell& shell, const Arguments& arguments) {
    int status = 0;
    Job* job = chosen_job(shell, arguments, "bg", status);
    if (job == nullptr) return status;
    go_on(*job);
    return shell.print(fmt::format("[{}] {} &\n", job->number, job->command)) ? 0 : 1;
}

int list_signals(Shell& shell) {
    std::string text;
    for (const auto signal : all_signals)
        text += fmt::format("{:>2} {}\n", static_cast<int>(signal), to_string(signal).substr(3));
    return shell.print(text) ? 0 : 1;
}

int send(Shell& shell, const std::string& target, Signal signal) {
    const Job* job = shell.jobs.find(target);
    if (job == nullptr && target.starts_with('%')) {
        shell.complain("kill: " + target + ": no such job (see: jobs)");
        return 1;
    }
    const bool group = job != nullptr && (job->group.valid() || target.starts_with('%'));
    if (group && job->send(signal)) return 0;
    const auto id = group ? job->members.back().id : parse_task_id(target);
    if (!id) return refuse(shell, "kill", "'" + target + "' is not the id of a task or process");
    const auto sent = sys::kill(*id, signal);
    if (sent) return 0;
    shell.complain("kill: " + target + ": " + std::string(describe(sent.error())));
    return 1;
}

int kill(Shell& shell, const Arguments& arguments) {
    if (arguments.empty()) return refuse(shell, "kill", "whom?");
    if (arguments[0] == "-l") return list_signals(shell);
    std::size_t first = 0;
    Signal signal = Signal::term;
    if (arguments[0].starts_with('-') && arguments[0].size() > 1 && arguments[0] != "--") {
        const bool apart = arguments[0] == "-s" && arguments.size() > 1;
        const auto name = apart ? arguments[1] : arguments[0].substr(1);
        const auto parsed = name == "0" ? Signal::none : parse_signal(name);
        if (!parsed) return refuse(shell, "kill", "'" + name + "' is not a signal, see: kill -l");
        signal = *parsed;
        first = apart ? 2 : 1;
    }
    if (first == arguments.size()) return refuse(shell, "kill", "whom?");
    int status = 0;
    for (auto each = first; each < arguments.size(); ++each)
        if (const int failed = send(shell, arguments[each], signal); failed != 0) status = failed;
    return status;
}

constexpr int interrupted = 128 + static_cast<int>(Signal::intr);

// False if a signal that the shell handles has ended the wait.
bool wait_for_end(Shell& shell, Job& job) {
    while (!Jobs::wait(job, shell.interactive()))
        if (shell.has_caught_signal()) return false;
    return true;
}

int wait_for_all(Shell& shell) {
    for (auto& job : shell.jobs.all())
        if (!wait_for_end(shell, job)) return interrupted;
    shell.jobs.take_ended();
    return 0;
}

int wait_for(Shell& shell, const std::string& target) {
    if (Job* job = shell.jobs.find(target)) {
        if (!wait_for_end(shell, *job)) return interrupted;
        const int status = job->status();
        if (job->state() == Job::State::ended) shell.jobs.take(*job);
        return status;
    }
    const auto id = parse_task_id(target);
    if (!id && target.starts_with('%')) {
        shell.complain("wait: " + target + ": no such job (see: jobs)");
        return 1;
    }
    if (!id) return refuse(shell, "wait", "'" + target + "' is not the id of a task or process");
    const auto status = sys::wait(*id);
    if (status) return status->shell_code();
    const bool stranger = status.error() == Errno::child;
    shell.complain("wait: " + target + ": " +
                   (stranger ? "not started by this shell" : std::string(describe(status.error()))));
    return 1;
}

int wait(Shell& shell, const Arguments& arguments) {
    if (arguments.empty()) return wait_for_all(shell);
    int status = 0;
    for (const auto& each : arguments) status = wait_for(shell, each);
    return status;
}

// Its type is written out: where it is deduced, g++ 12 leaves a constant with pointers writable.
constexpr std::array<Builtin, 5> builtins{
    Builtin{"bg", "bg [%JOB | ID]", "lets a stopped job go on in the background", &bg},
    Builtin{"fg", "fg [%JOB | ID]", "brings a job into the foreground, and lets it go on", &fg},
    Builtin{"jobs", "jobs", "what is in the background, or has ended since you last asked", &jobs},
    Builtin{"kill", "kill [-SIGNAL] %JOB|ID...", "sends a signal, TERM if none is named; -l lists them", &kill},
    Builtin{"wait", "wait [%JOB | ID...]", "waits for jobs, for all if none is named", &wait},
};

}  // namespace

std::span<const Builtin> builtins_for_jobs() { return builtins; }

}  // namespace fibrix::sh
