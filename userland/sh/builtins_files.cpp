// The builtins that are about files: cd, pwd, echo, read.

#include <array>

#include "userland/sh/builtins.hpp"
#include "userland/sh/names.hpp"
#include "userland/sh/read_fields.hpp"

namespace fibrix::sh {
namespace {

using Arguments = std::vector<std::string>;

int cd(Shell& shell, const Arguments& arguments) {
    if (arguments.size() > 1) return refuse(shell, "cd", "one directory at a time");
    const bool back = !arguments.empty() && arguments[0] == "-";
    const std::string variable = back ? "OLDPWD" : "HOME";
    const auto target = arguments.empty() || back ? shell.variables.find(variable) : arguments[0];
    if (!target) return refuse(shell, "cd", variable + " is not set");
    if (const auto changed = sys::chdir(*target); !changed) {
        shell.complain("cd: " + *target + ": " + std::string(describe(changed.error())));
        return 1;
    }
    shell.variables.set("OLDPWD", shell.variables.find("PWD").value_or("/"));
    shell.variables.set("PWD", sys::getcwd());
    shell.variables.mark_exported("PWD");
    return !back || shell.print(sys::getcwd() + "\n") ? 0 : 1;
}

int pwd(Shell& shell, const Arguments& arguments) {
    if (!arguments.empty()) return refuse(shell, "pwd", "it takes no arguments");
    return shell.print(sys::getcwd() + "\n") ? 0 : 1;
}

int echo(Shell& shell, const Arguments& arguments) {
    const bool bare = !arguments.empty() && arguments[0] == "-n";
    std::string text = fmt::format("{}", fmt::join(arguments.begin() + (bare ? 1 : 0), arguments.end(), " "));
    if (!bare) text += '\n';
    return shell.print(text) ? 0 : 1;
}

int read(Shell& shell, const Arguments& arguments) {
    const bool raw = !arguments.empty() && arguments[0] == "-r";
    const Arguments names(arguments.begin() + (raw ? 1 : 0), arguments.end());
    if (names.empty()) return refuse(shell, "read", "into which variables?");
    for (const auto& name : names)
        if (!is_name(name)) return refuse(shell, "read", "'" + name + "' cannot be the name of a variable");
    ReadLine line;
    const auto complete = read_line(shell.streams[0], raw, line);
    if (!complete && complete.error() != Errno::intr)
        shell.complain("read: cannot read: " + std::string(describe(complete.error())));
    const auto values = read_fields(line, shell.variables.find("IFS").value_or(" \t\n"), names.size());
    for (std::size_t i = 0; i < names.size(); ++i) shell.variables.set(names[i], values[i]);
    return complete && *complete ? 0 : 1;
}

// Its type is written out: where it is deduced, g++ 12 leaves a constant with pointers writable.
constexpr std::array<Builtin, 4> builtins{
    Builtin{"cd", "cd [DIRECTORY | -]", "goes to a directory; to $HOME if none is named, - back", &cd},
    Builtin{"echo", "echo [-n] [WORD...]", "prints its words", &echo},
    Builtin{"pwd", "pwd", "prints the current directory", &pwd},
    Builtin{"read", "read [-r] NAME...", "reads a line, and gives its fields to variables", &read},
};

}  // namespace

std::span<const Builtin> builtins_for_files() { return builtins; }

}  // namespace fibrix::sh
