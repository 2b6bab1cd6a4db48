// The builtins that are about what goes on: exit, return, eval and the like.

#include <array>
#include <charconv>

#include "userland/sh/builtins.hpp"

namespace fibrix::sh {
namespace {

using Arguments = std::vector<std::string>;

constexpr int last_own_status = 119;

std::optional<int> parse_number(const std::string& text, int least, int most) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool good = error == std::errc() && end == text.data() + text.size() && number >= least && number <= most;
    return good ? std::optional(number) : std::nullopt;
}

int exit(Shell& shell, const Arguments& arguments) {
    if (arguments.size() > 1) return refuse(shell, "exit", "one status is enough");
    const auto status = arguments.empty() ? shell.status() : parse_number(arguments[0], 0, last_own_status);
    if (!status) return refuse(shell, "exit", "'" + arguments[0] + "' is not a status from 0 to 119");
    if (!shell.may_leave()) return 1;
    shell.leave(*status);
    return *status;
}

int return_(Shell& shell, const Arguments& arguments) {
    if (arguments.size() > 1) return refuse(shell, "return", "one status is enough");
    if (!shell.in_function()) return refuse(shell, "return", "there is no function here to return from");
    const auto status = arguments.empty() ? shell.status() : parse_number(arguments[0], 0, 255);
    if (!status) return refuse(shell, "return", "'" + arguments[0] + "' is not a status from 0 to 255");
    shell.flow(Flow::back);
    return *status;
}

int leave_loop(Shell& shell, const Arguments& arguments, std::string_view name, Flow flow) {
    if (arguments.size() > 1) return refuse(shell, name, "one number is enough");
    const auto levels = arguments.empty() ? 1 : parse_number(arguments[0], 1, 1000);
    if (!levels) return refuse(shell, name, "'" + arguments[0] + "' is not a number of loops");
    if (!shell.in_loop()) return refuse(shell, name, "there is no loop here");
    shell.flow(flow, *levels);
    return 0;
}

int break_(Shell& shell, const Arguments& arguments) { return leave_loop(shell, arguments, "break", Flow::out); }
int continue_(Shell& shell, const Arguments& arguments) {
    return leave_loop(shell, arguments, "continue", Flow::again);
}

int eval(Shell& shell, const Arguments& arguments) {
    const auto text = fmt::format("{}", fmt::join(arguments, " "));
    TextSource source(text);
    return text.empty() ? 0 : shell.run_all(source);
}

int source(Shell& shell, const Arguments& arguments) {
    if (arguments.empty()) return refuse(shell, "source", "which file?");
    const auto text = read_file(arguments[0]);
    if (!text) {
        shell.complain("source: " + arguments[0] + ": " + std::string(describe(text.error())));
        return 1;
    }
    TextSource lines(*text);
    return shell.run_file(lines, {arguments.begin() + 1, arguments.end()});
}

int exec(Shell& shell, const Arguments& arguments) {
    const int status = shell.become(arguments);
    shell.leave(status);
    return status;
}

int type(Shell& shell, const Arguments& arguments) {
    int status = 0;
    for (const auto& name : arguments) {
        std::string what = "not found";
        if (shell.functions.contains(name)) what = "a function";
        else if (find_builtin(name) != nullptr) what = "a builtin of the shell";
        else if (Program::find(name) != nullptr) what = "a program";
        else status = 1;
        if (!shell.print(fmt::format("{}: {}\n", name, what))) return 1;
    }
    return status;
}

// What a name stands for, but for functions.
int command(Shell& shell, const Arguments& arguments) {
    if (arguments.empty()) return refuse(shell, "command", "which?");
    if (arguments[0] != "-v") {
        const auto* builtin = find_builtin(arguments[0]);
        if (builtin == nullptr) return shell.run_program(arguments, shell.variables.environment());
        return builtin->run(shell, {arguments.begin() + 1, arguments.end()});
    }
    int status = 0;
    for (const auto& name : Arguments(arguments.begin() + 1, arguments.end())) {
        const bool known =
            shell.functions.contains(name) || find_builtin(name) != nullptr || Program::find(name) != nullptr;
        if (!known) status = static_cast<int>(ReservedCode::not_found);
        else if (!shell.print(name + "\n")) return 1;
    }
    return status;
}

int succeed(Shell&, const Arguments&) { return 0; }
int fail(Shell&, const Arguments&) { return 1; }

// Its type is written out: where it is deduced, g++ 12 leaves a constant with pointers writable.
constexpr std::array<Builtin, 14> builtins{
    Builtin{".", ".  FILE [ARGUMENT...]", "the same as source", &source},
    Builtin{":", ": [ARGUMENT...]", "does nothing, successfully", &succeed, true},
    Builtin{"break", "break [N]", "leaves a loop, or N of them", &break_},
    Builtin{"command", "command [-v] NAME [ARGUMENT...]",
            "runs a builtin or program, never a function; -v: is there one?", &command},
    Builtin{"continue", "continue [N]", "begins the next round of a loop", &continue_},
    Builtin{"eval", "eval [WORD...]", "runs the words as a line", &eval, true},
    Builtin{"exec", "exec PROGRAM [ARGUMENT...]",
            "the program takes the shell's place; without one: redirects for good", &exec, true},
    Builtin{"exit", "exit [STATUS]", "ends the shell, and with it the system", &exit, true},
    Builtin{"false", "false", "does nothing, unsuccessfully", &fail},
    Builtin{"help", "help", "this list", &help},
    Builtin{"return", "return [STATUS]", "leaves a function", &return_, true},
    Builtin{"source", "source FILE [ARGUMENT...]", "runs the lines of a file in this shell", &source},
    Builtin{"true", "true", "does nothing, successfully", &succeed},
    Builtin{"type", "type NAME...", "what a name stands for", &type},
};

}  // namespace

std::span<const Builtin> builtins_for_control() { return builtins; }

}  // namespace fibrix::sh
