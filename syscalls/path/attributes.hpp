// What there is to know of a file by its path, and changing it.
#pragma once

#include "syscalls/file/status.hpp"
#include "syscalls/path/state.hpp"

namespace fibrix::sys {

struct Stat {
    using Result = FileStatus;
    using Scratch = detail::PathState;
    std::string_view path;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 1;
    static constexpr std::string_view help = "What there is to know of a file; of what a symbolic link leads to.";
    static constexpr auto errors = detail::path_errors(Errno::srch);
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) { return file_status(call, true); }
};
BOOST_DESCRIBE_STRUCT(Stat, (), (path, deadline))
/// Parks if it is outside.
inline constexpr Syscaller<Stat> stat;

struct Lstat {
    using Result = FileStatus;
    using Scratch = detail::PathState;
    std::string_view path;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 2;
    static constexpr std::string_view help = "What there is to know of a file; of a symbolic link itself.";
    static constexpr auto errors = detail::path_errors(Errno::srch);
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) { return file_status(call, false); }
};
BOOST_DESCRIBE_STRUCT(Lstat, (), (path, deadline))
/// Parks if it is outside.
inline constexpr Syscaller<Lstat> lstat;

struct Truncate {
    using Result = void;
    using Scratch = detail::PathState;
    std::string_view path;
    std::int64_t size;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 7;
    static constexpr std::string_view help = "Cuts a file to `size` bytes, or extends it with zeroes.";
    static constexpr auto errors = detail::path_errors(Errno::isdir, Errno::rofs, Errno::fbig, Errno::nospc,
                                                       Errno::dquot, Errno::perm, Errno::busy);
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::idempotent;
    static Outcome carry_out(auto& call) { return truncate_file(call); }
};
BOOST_DESCRIBE_STRUCT(Truncate, (), (path, size, deadline))
/// Parks if it is outside.
inline constexpr Syscaller<Truncate> truncate;

struct Chmod {
    using Result = void;
    using Scratch = detail::PathState;
    std::string_view path;
    std::uint32_t mode;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 13;
    static constexpr std::string_view help =
        "Sets the permission bits of a file, which are kept and shown; all processes are the same user.";
    static constexpr auto errors = detail::path_errors(Errno::rofs, Errno::perm);
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::idempotent;
    static Outcome carry_out(auto& call) { return change_mode(call); }
};
BOOST_DESCRIBE_STRUCT(Chmod, (), (path, mode, deadline))
/// Parks if it is outside.
inline constexpr Syscaller<Chmod> chmod;

struct Utimes {
    using Result = void;
    using Scratch = detail::PathState;
    std::string_view path;
    std::int64_t modified;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 14;
    static constexpr std::string_view help =
        "Sets when a file was modified last, in nanoseconds of the calendar since 1970.";
    static constexpr auto errors = detail::path_errors(Errno::rofs, Errno::perm);
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::idempotent;
    static Outcome carry_out(auto& call) { return change_times(call); }
};
BOOST_DESCRIBE_STRUCT(Utimes, (), (path, modified, deadline))
/// Parks if it is outside.
inline constexpr Syscaller<Utimes> utimes;

}  // namespace fibrix::sys
