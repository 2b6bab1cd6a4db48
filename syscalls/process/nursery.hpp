// A nursery: a scope that no task of it outlives.
//
//     Nursery nursery;
//     nursery.spawn([&] { … });
//     nursery.spawn([&] { … });
//     const ExitStatus first_failure = nursery.join();
//
// The first member that fails cancels its siblings. Leaving the scope waits for all members, also when the task is
// killed or an exception passes: then they are killed first.
#pragma once

#include <exception>

#include "kernel/closure.hpp"
#include "kernel/exit_status.hpp"
#include "kernel/handle_table.hpp"
#include "kernel/id.hpp"
#include "syscalls/request.hpp"

namespace fibrix::sys {

struct NurseryOpen {
    using Result = Handle;
    static constexpr SyscallNumber number = family_nursery + 0;
    static constexpr std::string_view help = "Makes a nursery, in which tasks are spawned that are joined together.";
    static constexpr std::array errors{Errno::mfile};
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(&call.process().handles); }
    static Outcome carry_out(auto& call) { return open_nursery(call); }
};
BOOST_DESCRIBE_STRUCT(NurseryOpen, (), ())
/// Never parks. Errors: EMFILE.
inline constexpr Syscaller<NurseryOpen> nursery_open;

struct NurserySpawn {
    using Result = TaskId;
    Handle nursery;
    Local<Closure> body;
    static constexpr SyscallNumber number = family_nursery + 1;
    static constexpr std::string_view help =
        "Begins a task as a member of a nursery. One that is cancelled takes no more.";
    static constexpr std::array errors{Errno::badf, Errno::again, Errno::canceled};
    static void footprint(auto& call, Footprint& footprint) { footprint_of_nursery_spawn(call, footprint); }
    static Outcome carry_out(auto& call) { return spawn_in_nursery(call); }
};
BOOST_DESCRIBE_STRUCT(NurserySpawn, (), (nursery, body))
/// Never parks. Errors: EBADF, EAGAIN, ECANCELED (a member has failed).
inline constexpr Syscaller<NurserySpawn> nursery_spawn;

struct NurseryCancel {
    using Result = void;
    Handle nursery;
    static constexpr SyscallNumber number = family_nursery + 2;
    static constexpr std::string_view help = "Kills all members of a nursery.";
    static constexpr std::array errors{Errno::badf};
    static constexpr bool release = true;
    static Outcome carry_out(auto& call) { return cancel_nursery(call); }
};
BOOST_DESCRIBE_STRUCT(NurseryCancel, (), (nursery))
/// Never parks. Errors: EBADF.
inline constexpr Syscaller<NurseryCancel> nursery_cancel;

struct NurseryJoin {
    using Result = ExitStatus;
    Handle nursery;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_nursery + 3;
    static constexpr std::string_view help =
        "Waits until a nursery has no members, and gives the first failure. A caller that is killed meanwhile kills "
        "them, and still waits.";
    static constexpr std::array errors{Errno::badf, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr bool release = true;
    static bool ready(auto& call) { return nursery_is_empty(call); }
    static void footprint(auto& call, Footprint& footprint) { footprint_of_nursery_join(call, footprint); }
    static Outcome carry_out(auto& call) { return join_nursery(call); }
};
BOOST_DESCRIBE_STRUCT(NurseryJoin, (), (nursery, deadline))
/// Parks, and is shielded from kills. Errors: EBADF, ETIMEDOUT, ECANCELED (somebody has closed it).
inline constexpr Syscaller<NurseryJoin> nursery_join;

inline constexpr Family<NurseryOpen, NurserySpawn, NurseryCancel, NurseryJoin> nursery_family{"nursery"};

}  // namespace fibrix::sys

namespace fibrix {

class Nursery {
public:
    /// Throws SystemError (EMFILE) if the process has no handle left.
    Nursery() : handle_(sys::nursery_open().value()), exceptions_(std::uncaught_exceptions()) {}
    Nursery(const Nursery&) = delete;
    Nursery& operator=(const Nursery&) = delete;
    ~Nursery();

    /// Never parks. Errors: EAGAIN, ECANCELED.
    template <class F>
    Result<TaskId> spawn(F&& body) {
        return sys::nursery_spawn(handle_, Closure(std::forward<F>(body)));
    }
    /// Parks until no member is left. The first failure, or success. May be called again.
    ExitStatus join() { return sys::nursery_join(handle_).value(); }
    /// The same, but ETIMEDOUT if some are left when `deadline` has come; they go on.
    Result<ExitStatus> join(Deadline deadline) { return sys::nursery_join(handle_, deadline); }
    /// Kills all members. Never parks.
    void cancel() noexcept { sys::nursery_cancel(handle_); }

private:
    Handle handle_;
    int exceptions_;  // in flight when it was made: one more means that the scope is being left by one
};

}  // namespace fibrix
