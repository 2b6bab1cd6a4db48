// Opening a file.
#pragma once

#include "kernel/handle_table.hpp"
#include "syscalls/path/open_flags.hpp"
#include "syscalls/path/state.hpp"

namespace fibrix::sys {

struct Open {
    using Result = Handle;
    using Scratch = detail::PathState;
    std::string_view path;
    OpenFlags flags = OpenFlags::read;
    std::uint32_t mode = 0644;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_path + 0;
    static constexpr std::string_view help = "Opens a file as the lowest free handle. `mode`: of one that is created.";
    static constexpr auto errors =
        detail::path_errors(Errno::exist, Errno::isdir, Errno::rofs, Errno::nospc, Errno::dquot, Errno::perm,
                            Errno::nodev, Errno::busy, Errno::srch);
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) { return open_file(call); }
};
BOOST_DESCRIBE_STRUCT(Open, (), (path, flags, mode, deadline))
/// Parks if the file is outside. EINVAL: flags that make no sense together.
inline constexpr Syscaller<Open> open;

}  // namespace fibrix::sys
