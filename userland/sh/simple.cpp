// The part of the shell that runs simple commands: assignments, functions, builtins, programs.

#include <algorithm>
#include <ranges>

#include "userland/sh/builtins.hpp"

namespace fibrix::sh {

int Shell::act(const Simple& simple) {
    auto words = expand(simple.words, *this);
    if (!words.empty()) {
        trace(words);
        return run_words(std::move(words), simple.assignments);
    }
    for (const auto& each : simple.assignments) {
        auto value = expand_text(each.value, *this);
        trace({each.name + "=" + value});
        assign(each.name, std::move(value));
    }
    return substitution_status_;
}

bool Shell::runs_here(std::string_view name) const { return functions.contains(name) || find_builtin(name) != nullptr; }

int Shell::run_words(std::vector<std::string> words, const std::vector<Assignment>& assignments) {
    if (runs_here(words.front())) return run_here(words, assignments);
    return run_program(words, environment_with(assignments));
}

// Assignments before a function or builtin hold while it runs.
int Shell::run_here(const std::vector<std::string>& words, const std::vector<Assignment>& assignments) {
    const auto function = functions.find(words.front());
    const auto* builtin = function == functions.end() ? find_builtin(words.front()) : nullptr;
    std::vector<std::pair<std::string, std::optional<Variable>>> saved;
    for (const auto& each : assignments) {
        saved.emplace_back(each.name, variables.save(each.name));
        assign(each.name, expand_text(each.value, *this));
        variables.mark_exported(each.name);
    }
    std::vector<std::string> arguments(words.begin() + 1, words.end());
    const int status = builtin != nullptr ? builtin->run(*this, arguments)
                                          : call(FunctionBody(function->second), std::move(arguments));
    if (builtin == nullptr || !builtin->special)
        for (auto& [name, value] : std::views::reverse(saved)) variables.restore(name, std::move(value));
    return status;
}

std::vector<std::string> Shell::environment_with(const std::vector<Assignment>& assignments) {
    if (assignments.empty()) return variables.environment();
    Variables changed = variables;
    for (const auto& each : assignments) {
        changed.set(each.name, expand_text(each.value, *this));
        changed.mark_exported(each.name);
    }
    return changed.environment();
}

int Shell::run_program(const std::vector<std::string>& words, const std::vector<std::string>& environment) {
    Job job{.command = fmt::format("{}", fmt::join(words, " "))};
    job.members.push_back(launch_program(words, environment, streams, group_of_next(job)));
    if (interactive_) job.group = job.members.front().id;
    return to_foreground(std::move(job));
}

}  // namespace fibrix::sh
