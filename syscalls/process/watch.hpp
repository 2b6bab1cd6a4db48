// Watching what another process asks for.
#pragma once

#include "syscalls/process/request_log.hpp"
#include "syscalls/request.hpp"

namespace fibrix::sys {

struct WatchRequests {
    using Result = Handle;
    ProcessId process;
    static constexpr SyscallNumber number = family_process + 29;
    static constexpr std::string_view help =
        "A file from which every request of another process is read, a line each, with its result; its end is that of "
        "the process.";
    static constexpr std::array errors{Errno::srch, Errno::inval, Errno::mfile};
    static Outcome carry_out(auto& call) {
        auto* watched = call.kernel().find_process(call.request().process);
        if (watched == nullptr || watched->ended) return call.fail(Errno::srch);
        if (watched == &call.process()) return call.fail(Errno::inval);
        if (call.process().handles.full()) return call.fail(Errno::mfile);
        return call.answer(call.process().handles.add(make_object<RequestLog>(call.kernel(), *watched)));
    }
};
BOOST_DESCRIBE_STRUCT(WatchRequests, (), (process))
/// Never parks. Errors: ESRCH, EINVAL (a process cannot watch itself), EMFILE.
inline constexpr Syscaller<WatchRequests> watch_requests;

inline constexpr Family<WatchRequests> watch_family{"process"};

}  // namespace fibrix::sys
