// Faults: what happens when a program touches what is not its own, runs off its stack, or never lets go of the CPU.
//
// Where the interrupted instruction lies in a program's own text, nothing outside the program can be half done: the
// signal handler leaves the stack in the middle and the kernel abandons the process. Anywhere else (in malloc, in the
// kernel) that would break what others rely on: then the system ends, in one line that names task and program; a hog
// there is tried again at the next tick.
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

/// Watches the calling thread: a task that makes no request for `patience` of CPU time is named on standard error; if
/// `kills`, its process is abandoned. Needs the fault handlers. One for the whole system.
void start_watchdog(Duration patience, bool kills) noexcept;

}  // namespace fibrix
