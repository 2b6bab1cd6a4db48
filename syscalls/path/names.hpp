// Names: making and removing directories and links, removing and renaming what they stand for.
#pragma once

#include <string>

#include "syscalls/path/state.hpp"

namespace fibrix::sys {

struct Mkdir {
    using Result = void;
    using Scratch = detail::PathState;
    std::string_view path;
    std::uint32_t mode = 0755;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 3;
    static constexpr std::string_view help = "Makes a directory.";
    static constexpr auto errors =
        detail::path_errors(Errno::exist, Errno::rofs, Errno::nospc, Errno::dquot, Errno::mlink, Errno::perm);
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) { return make_directory(call); }
};
BOOST_DESCRIBE_STRUCT(Mkdir, (), (path, mode, deadline))
/// Parks if it is outside.
inline constexpr Syscaller<Mkdir> mkdir;

struct Rmdir {
    using Result = void;
    using Scratch = detail::PathState;
    std::string_view path;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 4;
    static constexpr std::string_view help = "Removes an empty directory.";
    static constexpr auto errors = detail::path_errors(Errno::notempty, Errno::busy, Errno::rofs, Errno::perm);
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) { return remove_directory(call); }
};
BOOST_DESCRIBE_STRUCT(Rmdir, (), (path, deadline))
/// Parks if it is outside. Errors: ENOTEMPTY, EBUSY (a mount point), EINVAL (the path ends in a dot).
inline constexpr Syscaller<Rmdir> rmdir;

struct Unlink {
    using Result = void;
    using Scratch = detail::PathState;
    std::string_view path;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 5;
    static constexpr std::string_view help =
        "Removes a name that is no directory. The file goes when it has no name and is not open.";
    static constexpr auto errors = detail::path_errors(Errno::isdir, Errno::busy, Errno::rofs, Errno::perm);
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) { return remove_name(call); }
};
BOOST_DESCRIBE_STRUCT(Unlink, (), (path, deadline))
/// Parks if it is outside.
inline constexpr Syscaller<Unlink> unlink;

struct Rename {
    using Result = void;
    using Scratch = detail::PathState;
    std::string_view from;
    std::string_view to;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 6;
    static constexpr std::string_view help =
        "Gives a file another name, in one step; what had that name before is removed.";
    static constexpr auto errors =
        detail::path_errors(Errno::exist, Errno::isdir, Errno::notempty, Errno::xdev, Errno::busy, Errno::rofs,
                            Errno::nospc, Errno::dquot, Errno::mlink, Errno::perm);
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) { return rename_file(call); }
};
BOOST_DESCRIBE_STRUCT(Rename, (), (from, to, deadline))
/// Parks if it is outside. Processes that are in a renamed directory stay in it. Errors: EINVAL (a directory into
/// itself), EXDEV (to another filesystem), EBUSY (something is mounted there or below).
inline constexpr Syscaller<Rename> rename;

struct Link {
    using Result = void;
    using Scratch = detail::PathState;
    std::string_view from;
    std::string_view to;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 8;
    static constexpr std::string_view help = "Gives a file, or a symbolic link itself, one name more.";
    static constexpr auto errors = detail::path_errors(Errno::exist, Errno::perm, Errno::xdev, Errno::rofs,
                                                       Errno::nospc, Errno::dquot, Errno::mlink);
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) { return link_file(call); }
};
BOOST_DESCRIBE_STRUCT(Link, (), (from, to, deadline))
/// Parks if it is outside. Errors: EPERM (a directory), EXDEV.
inline constexpr Syscaller<Link> link;

struct Symlink {
    using Result = void;
    using Scratch = detail::PathState;
    std::string_view target;
    std::string_view path;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 9;
    static constexpr std::string_view help =
        "Makes a symbolic link at `path` that leads to `target`, which need not be.";
    static constexpr auto errors =
        detail::path_errors(Errno::exist, Errno::rofs, Errno::nospc, Errno::dquot, Errno::perm);
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) { return make_link(call); }
};
BOOST_DESCRIBE_STRUCT(Symlink, (), (target, path, deadline))
/// Parks if it is outside.
inline constexpr Syscaller<Symlink> symlink;

struct Readlink {
    using Result = std::string;
    using Scratch = detail::PathState;
    std::string_view path;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 10;
    static constexpr std::string_view help = "Where a symbolic link leads. EINVAL: it is none.";
    static constexpr auto errors = detail::path_errors();
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) { return read_link(call); }
};
BOOST_DESCRIBE_STRUCT(Readlink, (), (path, deadline))
/// Parks if it is outside.
inline constexpr Syscaller<Readlink> readlink;

}  // namespace fibrix::sys
