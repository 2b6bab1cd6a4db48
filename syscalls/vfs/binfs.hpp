// In the kernel: binfs, a file for each program; what is in it says what the program does.
#pragma once

#include "syscalls/vfs/file_system.hpp"

namespace fibrix {

Ref<FileSystem> make_binfs(Kernel& kernel);

}  // namespace fibrix
