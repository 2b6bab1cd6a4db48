// The option --mount: a directory of the host in the tree of files.
#pragma once

#include <string>

#include "kernel/kernel.hpp"

namespace fibrix {

/// Mounts what `text` says: DIRECTORY:/TARGET, and :ro or :rw. Throws UsageError.
void mount_from_host(Kernel& kernel, const std::string& text);
/// The same, wherever the one who runs it is then.
std::string with_whole_path(const std::string& text);

}  // namespace fibrix
