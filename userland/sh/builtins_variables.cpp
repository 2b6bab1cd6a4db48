// The builtins that are about variables and arguments: export, set, shift, unset.

#include <array>
#include <charconv>

#include "userland/sh/builtins.hpp"
#include "userland/sh/names.hpp"

namespace fibrix::sh {
namespace {

using Arguments = std::vector<std::string>;

int list(Shell& shell, bool exported_only) {
    std::string text;
    for (const auto& each : shell.variables.all()) {
        const auto& name = each.first;
        const auto& variable = each.second;
        if (exported_only && !variable.exported) continue;
        if (!variable.value && !exported_only) continue;
        text += exported_only ? "export " + name : name;
        if (variable.value) text += "=" + quoted(*variable.value);
        text += "\n";
    }
    return shell.print(text) ? 0 : 1;
}

int export_(Shell& shell, const Arguments& arguments) {
    if (arguments.empty()) return list(shell, true);
    for (const auto& argument : arguments) {
        const auto name = argument.substr(0, argument.find('='));
        if (!is_name(name)) return refuse(shell, "export", "'" + name + "' cannot be the name of a variable");
        if (name.size() < argument.size()) shell.variables.set(name, argument.substr(name.size() + 1));
        shell.variables.mark_exported(name);
    }
    return 0;
}

int unset(Shell& shell, const Arguments& arguments) {
    if (arguments.empty()) return refuse(shell, "unset", "which variable?");
    const bool function = arguments[0] == "-f", option = function || arguments[0] == "-v";
    for (auto name = arguments.begin() + (option ? 1 : 0); name != arguments.end(); ++name) {
        if (!is_name(*name)) return refuse(shell, "unset", "'" + *name + "' cannot be the name of a variable");
        if (function) shell.functions.erase(*name);
        else shell.variables.unset(*name);
    }
    return 0;
}

// "-eu" or "+x". False if there is no such option.
bool switch_options(Options& options, std::string_view word) {
    for (const char letter : word.substr(1)) {
        bool* option = letter == 'e'   ? &options.exit_on_error
                       : letter == 'u' ? &options.unset_is_error
                       : letter == 'x' ? &options.traces
                                       : nullptr;
        if (option == nullptr) return false;
        *option = word.front() == '-';
    }
    return true;
}

int set(Shell& shell, const Arguments& arguments) {
    if (arguments.empty()) return list(shell, false);
    auto rest = arguments.begin();
    for (; rest != arguments.end() && rest->size() > 1 && (rest->front() == '-' || rest->front() == '+'); ++rest) {
        if (*rest == "--") break;
        if (!switch_options(shell.options, *rest)) return refuse(shell, "set", "there is no option '" + *rest + "'");
    }
    if (rest == arguments.end()) return 0;
    shell.set_arguments({rest + (*rest == "--" ? 1 : 0), arguments.end()});
    return 0;
}

int local(Shell& shell, const Arguments& arguments) {
    if (!shell.in_function()) return refuse(shell, "local", "there is no function here");
    for (const auto& argument : arguments) {
        const auto name = argument.substr(0, argument.find('='));
        if (!is_name(name)) return refuse(shell, "local", "'" + name + "' cannot be the name of a variable");
        shell.make_local(name);
        if (name.size() < argument.size()) shell.assign(name, argument.substr(name.size() + 1));
    }
    return 0;
}

int shift(Shell& shell, const Arguments& arguments) {
    if (arguments.size() > 1) return refuse(shell, "shift", "one number is enough");
    std::size_t count = 1;
    if (!arguments.empty()) {
        const auto& text = arguments[0];
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
        if (error != std::errc() || end != text.data() + text.size())
            return refuse(shell, "shift", "'" + text + "' is not a number");
    }
    const auto& all = shell.arguments();
    if (count > all.size()) {
        shell.complain("shift: there are only " + std::to_string(all.size()) + " arguments");
        return 1;
    }
    shell.set_arguments({all.begin() + static_cast<std::ptrdiff_t>(count), all.end()});
    return 0;
}

// Its type is written out: where it is deduced, g++ 12 leaves a constant with pointers writable.
constexpr std::array<Builtin, 5> builtins{
    Builtin{"export", "export [NAME[=VALUE]...]", "gives variables to the programs that are started", &export_, true},
    Builtin{"local", "local NAME[=VALUE]...", "variables that the function has for itself", &local, true},
    Builtin{"set", "set [-eux] [--] [WORD...]",
            "-e: ends at an error, -u: at what has no value, -x: shows each command, + not; makes the words $1, $2 ...",
            &set, true},
    Builtin{"shift", "shift [N]", "makes $2 to $1 and so on, N times", &shift, true},
    Builtin{"unset", "unset [-f] NAME...", "forgets variables, with -f functions", &unset, true},
};

}  // namespace

std::span<const Builtin> builtins_for_variables() { return builtins; }

}  // namespace fibrix::sh
