// The commands that the shell does itself, because they are about the shell, or are wanted fast.
#pragma once

#include <span>

#include "userland/sh/shell.hpp"

namespace fibrix::sh {

struct Builtin {
    std::string_view name, usage, help;
    int (*run)(Shell&, const std::vector<std::string>& arguments);
    bool special = false;  ///< assignments before it stay
};

/// Null if there is none of that name.
const Builtin* find_builtin(std::string_view name);

/// Each file has its part of them.
std::span<const Builtin> builtins_for_control();
std::span<const Builtin> builtins_for_files();
std::span<const Builtin> builtins_for_jobs();
std::span<const Builtin> builtins_for_variables();
std::span<const Builtin> builtins_for_conditions();
std::span<const Builtin> builtins_for_printing();
std::span<const Builtin> builtins_for_traps();
/// All of them, in the order of their names.
std::vector<const Builtin*> all_builtins();

/// The builtin that lists all others, and the programs.
int help(Shell& shell, const std::vector<std::string>& arguments);

/// Says what is wrong with the arguments of `name`, and how they should be. Gives the status.
int refuse(const Shell& shell, std::string_view name, const std::string& why);

}  // namespace fibrix::sh
