// In the kernel: the tree of files that a system is booted with, and what it is told of how it was booted.
#pragma once

#include <string>

#include "kernel/kernel.hpp"
#include "syscalls/file/open_file.hpp"

namespace fibrix {

struct BootFacts {
    Ref<OpenFile> terminal{};  ///< at which the person sits who has booted it
    std::string policy{};
};

/// What processes of this kernel find at /dev/tty; null: there is none. One terminal for all: sessions may differ here.
OpenFile* terminal_of(Kernel& kernel, const Process& process);

/// Mounts /dev and /proc and makes /bin, /etc, /home, /mnt and /tmp. Once for a kernel, before its first process.
void mount_defaults(Kernel& kernel, BootFacts facts);

/// Puts a file into /tmp. Only before the first process.
void add_file(Kernel& kernel, std::string_view name, std::string_view text);

/// Mounts the host's directory `source` at `target`, a whole path, which is made if it is not there. Only before the
/// first process, because it waits for the host. Errors: EINVAL (no whole path), EBUSY (something is mounted there or
/// above), ENOTDIR, ENOENT, EACCES, EOPNOTSUPP (a World without files).
Result<void> mount_host_directory(Kernel& kernel, const std::string& source, std::string_view target, bool read_only);

}  // namespace fibrix
