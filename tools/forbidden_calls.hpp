// Calls of the C library that would bring something in past the World: the host's clock, its random numbers, its
// environment, its threads and its sleep.
//
// In a mode that promises to do the same again, a program that makes one ends the system, with a line that names it.
// The list and what it cannot catch are in tools/README.md.
#pragma once

namespace fibrix {

/// From now on, in this process.
void forbid_calls_past_the_world() noexcept;

}  // namespace fibrix
