// The listings: programs, syscalls and policies, as tables or JSON.
#pragma once

#include <string>

namespace fibrix {

/// Prints on standard output. Exit code: if that cannot be written ReservedCode::usage, with a line that says why
/// unless it is only that nobody reads any more.
int show(const std::string& text);

int list_programs(bool json);
int list_syscalls(bool json);
int list_policies(bool json, bool rules);

}  // namespace fibrix
