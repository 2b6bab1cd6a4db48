// The pipe family: bytes between processes.
#pragma once

#include "kernel/handle_table.hpp"
#include "syscalls/pipe/pipe_object.hpp"
#include "syscalls/request.hpp"

namespace fibrix::sys {

struct MakePipe {
    using Result = HandlePair;
    static constexpr SyscallNumber number = family_pipe + 0;
    static constexpr std::string_view help =
        "A pipe: what is written to the second handle can be read from the first, in order. It holds 65536 bytes; "
        "writes of up to 4096 are not torn apart.";
    static constexpr std::array errors{Errno::mfile, Errno::nomem};
    static Outcome carry_out(auto& call) { return call.answer(fibrix::make_pipe(call.kernel(), call.process())); }
};
BOOST_DESCRIBE_STRUCT(MakePipe, (), ())
/// Never parks. Errors: EMFILE, ENOMEM (over the process's limit).
inline constexpr Syscaller<MakePipe> make_pipe;

struct SocketPair {
    using Result = HandlePair;
    static constexpr SyscallNumber number = family_pipe + 1;
    static constexpr std::string_view help =
        "Two connected handles: what is written to either can be read from the other.";
    static constexpr std::array errors{Errno::mfile, Errno::nomem};
    static Outcome carry_out(auto& call) {
        return call.answer(fibrix::make_socket_pair(call.kernel(), call.process()));
    }
};
BOOST_DESCRIBE_STRUCT(SocketPair, (), ())
/// Never parks. Errors: EMFILE, ENOMEM (over the process's limit).
inline constexpr Syscaller<SocketPair> socket_pair;

inline constexpr Family<MakePipe, SocketPair> pipe_family{"pipe"};

}  // namespace fibrix::sys
