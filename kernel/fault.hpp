// Faults: what happens when a program touches what is not its own, runs off its stack, or never lets go of the CPU.
//
// Where the interrupted instruction lies in a program's own text, nothing outside the program can be half done: the
// signal handler leaves the stack in the middle and the kernel abandons the process. The same holds after a call
// through a pointer to nothing, and in memset and its like when the program has called them. Anywhere else (in malloc,
// in the kernel) that would break what others rely on: then the system ends, in one line that names task and program; a
// hog there is tried again at the next tick.
#pragma once

#include <span>

#include "kernel/time.hpp"

namespace fibrix {

/// A piece of the address space that holds the text of programs.
struct TextRange {
    const char* begin;
    const char* end;
    bool operator==(const TextRange&) const = default;
};

/// Installs the handlers for SIGSEGV, SIGBUS, SIGFPE and SIGILL, on an alternate stack of the calling thread. Under a
/// sanitizer they print their line and then let the sanitizer report. `programs` are added as below.
void install_fault_handlers(std::span<const TextRange> programs);

/// What lies in `text` is a program's own from now on; until it is removed. Not while a task runs on this thread.
void add_program_text(TextRange text);
void remove_program_text(TextRange text) noexcept;
[[nodiscard]] bool is_program_text(const void* instruction) noexcept;

/// Watches the calling thread: a task that makes no request for `warns_after` of CPU time is named on standard error;
/// after `kills_after` its process is abandoned. `Duration::max()` is never. Needs the fault handlers. One for the
/// whole system.
void start_watchdog(Duration warns_after, Duration kills_after) noexcept;

/// Whoever holds the CPU now is abandoned, unless it soon makes a request. Async-signal-safe.
void end_hog() noexcept;
/// That has been heard by somebody who lets go of the CPU.
void spare_hog() noexcept;

/// From now on nobody holds the CPU for long: the system is to end. Async-signal-safe.
void end_hogs() noexcept;

}  // namespace fibrix
