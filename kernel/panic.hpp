// The end of the system: for what cannot be gone on from. One line that says what, in which task and program.
#pragma once

#include <string_view>

namespace fibrix {

/// Writes "fibrix: panic: WHAT in task N (PROGRAM)" to standard error and exits with ReservedCode::system.
[[noreturn]] void panic(std::string_view what) noexcept;

/// The way a panic ends: with ReservedCode::system, after the last act.
[[noreturn]] void end_by_panic() noexcept;

/// What is done when the system ends in a panic, such as giving the terminal back as it was. Async-signal-safe.
void set_last_act(void (*act)() noexcept) noexcept;

/// Makes std::terminate end in such a line, or abandon the process when a kill ran into a `noexcept` frame.
void install_terminate_handler() noexcept;

/// Makes abort, and exit called by a program, end in such a line. Not for processes that go on without a system.
void install_exit_handlers() noexcept;

}  // namespace fibrix
