// In the kernel: what is done for each path request before a filesystem is asked: its paths are followed, and what is
// the same for all filesystems is refused.
#pragma once

#include <string_view>

#include "syscalls/path/open_flags.hpp"
#include "syscalls/vfs/path_call.hpp"

namespace fibrix::sys::detail {

/// Something that must be there is looked at.
Result<void> prepare_look(PathCall& call, std::string_view path, Last last = Last::follow);
/// Something that must be there is changed.
Result<void> prepare_change(PathCall& call, std::string_view path);
Result<void> prepare_open(PathCall& call, std::string_view path, OpenFlags flags);
/// A name is given to something new.
Result<void> prepare_creation(PathCall& call, std::string_view path, bool directory);
Result<void> prepare_removal(PathCall& call, std::string_view path, bool directory);
Result<void> prepare_rename(PathCall& call, std::string_view from, std::string_view to);
Result<void> prepare_link(PathCall& call, std::string_view from, std::string_view to);
Result<void> prepare_symlink(PathCall& call, std::string_view target, std::string_view path);

/// After a rename: processes that were in the directory stay in it.
void follow_rename(const PathCall& call);
Result<void> enter_directory(PathCall& call);
/// What the mount table says of where the place lies.
void tell_mount(PathCall& call);

}  // namespace fibrix::sys::detail
