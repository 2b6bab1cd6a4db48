// In the kernel: devfs, the files in /dev.
#pragma once

#include "syscalls/vfs/file_system.hpp"

namespace fibrix {

Ref<FileSystem> make_devfs(Kernel& kernel);

}  // namespace fibrix
