// The end of the system: for what cannot be gone on from. One line that says what, in which task and program.
#pragma once

#include <string_view>

namespace fibrix {

/// Writes "fibrix: panic: WHAT (task N, PROGRAM)" to standard error and exits with ReservedCode::system.
[[noreturn]] void panic(std::string_view what) noexcept;

/// Makes std::terminate end in such a line, or abandon the process when a kill ran into a `noexcept` frame.
void install_terminate_handler() noexcept;

}  // namespace fibrix
