// The commands that the shell does itself, because they are about the shell.

#include <array>
#include <charconv>

#include "userland/sh/shell.hpp"

namespace fibrix::sh {
namespace {

using Arguments = std::vector<std::string>;

constexpr int last_own_status = 119;

int refuse(const Shell& shell, std::string_view name, const std::string& why) {
    shell.complain(std::string(name) + ": " + why + " (usage: " + std::string(find_builtin(name)->usage) + ")");
    return Shell::usage_error;
}

std::string not_an_id(const std::string& text) { return "'" + text + "' is not the id of a task or process"; }

int jobs(Shell& shell, const Arguments& arguments) {
    if (!arguments.empty()) return refuse(shell, "jobs", "it takes no arguments");
    shell.jobs.look();
    for (const auto& job : shell.jobs.all())
        sys::print("{:<6} {:<22} {}\n", to_string(job.id), job.status ? to_string(*job.status) : "running",
                   job.command);
    shell.jobs.take_ended();
    return 0;
}

int kill(Shell& shell, const Arguments& arguments) {
    if (arguments.empty()) return refuse(shell, "kill", "whom?");
    int status = 0;
    for (const auto& text : arguments) {
        const auto id = parse_task_id(text);
        if (!id) return refuse(shell, "kill", not_an_id(text));
        const auto killed = sys::kill(*id);
        if (killed) continue;
        shell.complain("kill: " + text + ": " + std::string(describe(killed.error())));
        status = 1;
    }
    return status;
}

int wait(Shell& shell, const Arguments& arguments) {
    if (arguments.size() > 1) return refuse(shell, "wait", "one at a time");
    if (arguments.empty()) {
        shell.jobs.wait_for_all();
        return 0;
    }
    const auto& text = arguments.front();
    const auto id = parse_task_id(text);
    if (!id) return refuse(shell, "wait", not_an_id(text));
    const auto status = shell.jobs.wait(*id);
    if (status) return status->shell_code();
    const bool stranger = status.error() == Errno::child;
    shell.complain("wait: " + text + ": " +
                   (stranger ? "not started by this shell" : std::string(describe(status.error()))));
    return 1;
}

int exit(Shell& shell, const Arguments& arguments) {
    if (arguments.size() > 1) return refuse(shell, "exit", "one status is enough");
    int status = shell.status();
    if (!arguments.empty()) {
        const auto& text = arguments.front();
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), status);
        if (error != std::errc() || end != text.data() + text.size() || status < 0 || status > last_own_status)
            return refuse(shell, "exit", "'" + text + "' is not a status from 0 to 119");
    }
    shell.leave(status);
    return status;
}

int help(Shell& shell, const Arguments& arguments);

// Its type is written out: where it is deduced, g++ 12 leaves a constant with pointers writable.
constexpr std::array<Builtin, 5> builtins{
    Builtin{"exit", "exit [STATUS]", "ends the shell, and with it the system", &exit},
    Builtin{"help", "help", "this list", &help},
    Builtin{"jobs", "jobs", "what runs in the background, or has ended since you last asked", &jobs},
    Builtin{"kill", "kill ID...", "kills tasks or processes; ps shows their ids", &kill},
    Builtin{"wait", "wait [ID]", "waits for a job, or for all", &wait},
};

int help(Shell& shell, const Arguments& arguments) {
    if (!arguments.empty()) return refuse(shell, "help", "for a program's own, type its name and --help");
    std::string text = "A line: PROGRAM [ARGUMENT...], ended by & to run in the background; joined by ; && ||\n"
                       "Quotes: 'as it is', \"with $? and $!\" (status of the last command, id of the last job)\n";
    for (const auto& each : builtins) text += fmt::format("  {:<18}{}\n", each.usage, each.help);
    text += "Programs (each knows --help):\n";
    for (const auto* each : Program::list()) text += fmt::format("  {:<18}{}\n", each->name, each->help);
    sys::print("{}", text);
    return 0;
}

}  // namespace

const Builtin* find_builtin(std::string_view name) {
    for (const auto& each : builtins)
        if (each.name == name) return &each;
    return nullptr;
}

}  // namespace fibrix::sh
