// Where a process is in the tree of files, and of what the tree is made.
#pragma once

#include <string>
#include <vector>

#include "syscalls/path/state.hpp"
#include "syscalls/path/usage.hpp"

namespace fibrix::sys {

struct Chdir {
    using Result = void;
    using Scratch = detail::PathState;
    std::string_view path;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 11;
    static constexpr std::string_view help = "Changes the directory where relative paths of the process begin.";
    static constexpr auto errors = detail::path_errors();
    static constexpr bool parks = true;
    static Outcome carry_out(auto& call) { return change_directory(call); }
};
BOOST_DESCRIBE_STRUCT(Chdir, (), (path, deadline))
/// Parks if it is outside.
inline constexpr Syscaller<Chdir> chdir;

struct Getcwd {
    using Result = std::string;
    static constexpr SyscallNumber number = family_path + 12;
    static constexpr std::string_view help =
        "Where relative paths of the process begin: a path without symbolic links, . and ..";
    static constexpr auto errors = no_errors;
    static Outcome carry_out(auto& call) { return call.answer(call.process().directory); }
};
BOOST_DESCRIBE_STRUCT(Getcwd, (), ())
/// Never parks, never fails, even if the directory has been removed.
inline constexpr Syscaller<Getcwd> getcwd;

struct Mount {
    using Result = void;
    using Scratch = detail::PathState;
    std::string type;
    std::string source;
    std::string_view target;
    bool read_only = false;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 15;
    static constexpr std::string_view help =
        "Mounts a filesystem of `type` at a directory, which is hidden meanwhile. `source`: what the type asks for.";
    static constexpr auto errors = detail::path_errors(Errno::busy, Errno::nodev, Errno::perm, Errno::opnotsupp);
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) { return mount_file_system(call); }
};
BOOST_DESCRIBE_STRUCT(Mount, (), (type, source, target, read_only, deadline))
/// Errors: ENODEV (no such type), EINVAL (a source that the type does not understand), EBUSY (a mount point already).
inline constexpr Syscaller<Mount> mount;

struct Unmount {
    using Result = void;
    using Scratch = detail::PathState;
    std::string_view target;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 16;
    static constexpr std::string_view help = "Takes a filesystem out of the tree.";
    static constexpr auto errors = detail::path_errors(Errno::busy);
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) { return unmount_file_system(call); }
};
BOOST_DESCRIBE_STRUCT(Unmount, (), (target, deadline))
/// Errors: EINVAL (no mount point), EBUSY (open files, a process in it, or something mounted below).
inline constexpr Syscaller<Unmount> unmount;

struct Statfs {
    using Result = FileSystemStatus;
    using Scratch = detail::PathState;
    std::string_view path;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 17;
    static constexpr std::string_view help = "What there is to know of the filesystem that a file lies in.";
    static constexpr auto errors = detail::path_errors();
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) { return file_system_status(call); }
};
BOOST_DESCRIBE_STRUCT(Statfs, (), (path, deadline))
/// Parks if it is outside.
inline constexpr Syscaller<Statfs> statfs;

}  // namespace fibrix::sys
