// In the kernel: the types of filesystems that can be mounted, and mounting one.
#pragma once

#include "syscalls/vfs/mounts.hpp"
#include "syscalls/vfs/path_call.hpp"

namespace fibrix {

/// A new filesystem. Errors: ENODEV (no such type), EINVAL (`source` is nothing for it).
Result<Ref<FileSystem>> make_file_system(Kernel& kernel, std::string_view type, std::string_view source);

/// Mounts one at `call.place`, a directory in memory. Answers, or parks and is called again.
Outcome mount_at(PathCall& call, const std::string& type, const std::string& source, bool read_only);

}  // namespace fibrix
