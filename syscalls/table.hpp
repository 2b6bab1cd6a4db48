// The syscall table of this system: all families.
#pragma once

#include "kernel/syscall_table.hpp"

namespace fibrix {

/// Made once, at first use; constant afterwards.
const SyscallTable& syscall_table();

}  // namespace fibrix
