// The path family: what is asked of the tree of files by a path.
#pragma once

#include "syscalls/path/attributes.hpp"
#include "syscalls/path/names.hpp"
#include "syscalls/path/open.hpp"
#include "syscalls/path/tree.hpp"

namespace fibrix::sys {

inline constexpr Family<Open, Stat, Lstat, Mkdir, Rmdir, Unlink, Rename, Truncate, Link, Symlink, Readlink, Chdir,
                        Getcwd, Chmod, Utimes, Mount, Unmount, Statfs>
    path_family{"path"};

}  // namespace fibrix::sys
