// The listings: programs, syscalls and policies, as tables or JSON.
#pragma once

#include <string>

namespace fibrix {

/// Prints on standard output. Exit code: 1, with a line that says why, if it could not be printed.
int show(const std::string& text);

int list_programs(bool json);
int list_syscalls(bool json);
int list_policies(bool json);

}  // namespace fibrix
