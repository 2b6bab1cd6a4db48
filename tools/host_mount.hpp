// The option --mount: a directory of the host in the tree of files.
#pragma once

#include <string>

#include "kernel/kernel.hpp"

namespace fibrix {

/// Mounts what `text` says: DIRECTORY:/TARGET, and :ro or :rw. Throws UsageError.
void mount_from_host(Kernel& kernel, const std::string& text);

}  // namespace fibrix
