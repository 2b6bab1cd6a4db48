#include "userland/sh/builtins.hpp"

#include <algorithm>

namespace fibrix::sh {
namespace {

constexpr std::string_view syntax =
    "A line: PROGRAM [ARGUMENT...], joined by ; & | && ||; ! before, time before; # begins a comment\n"
    "  < FILE  > FILE  >> FILE  2> FILE  2>&1  &> FILE  << END      where it reads and writes\n"
    "  'as it is'  \"with $VARIABLES\"  \\c  * ? [a-z] ~               quotes, names of files\n"
    "  $NAME ${NAME:-WORD} $(COMMAND) $((1 + 2)) $? $! $$ $# $@ $1  what is put in\n"
    "  if while until for case { } ( ) NAME() { }                   what goes over several lines\n";

std::vector<std::span<const Builtin>> parts() {
    return {builtins_for_control(),    builtins_for_files(),    builtins_for_jobs(), builtins_for_variables(),
            builtins_for_conditions(), builtins_for_printing(), builtins_for_traps()};
}

}  // namespace

const Builtin* find_builtin(std::string_view name) {
    for (const auto part : parts())
        for (const auto& each : part)
            if (each.name == name) return &each;
    return nullptr;
}

std::vector<const Builtin*> all_builtins() {
    std::vector<const Builtin*> all;
    for (const auto part : parts())
        for (const auto& each : part) all.push_back(&each);
    std::sort(all.begin(), all.end(), [](const Builtin* a, const Builtin* b) { return a->name < b->name; });
    return all;
}

int refuse(const Shell& shell, std::string_view name, const std::string& why) {
    shell.complain(std::string(name) + ": " + why + " (usage: " + std::string(find_builtin(name)->usage) + ")");
    return Shell::usage_error;
}

int help(Shell& shell, const std::vector<std::string>& arguments) {
    if (!arguments.empty()) return refuse(shell, "help", "for a program's own, type its name and --help");
    std::string text(syntax);
    for (const auto* each : all_builtins()) text += fmt::format("  {:<26}{}\n", each->usage, each->help);
    text += "Programs (each knows --help):\n";
    for (const auto* each : Program::list()) text += fmt::format("  {:<18}{}\n", each->name, each->help);
    return shell.print(text) ? 0 : 1;
}

}  // namespace fibrix::sh
