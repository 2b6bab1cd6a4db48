// A barrier: a number of tasks wait for each other, round after round.
#pragma once

#include "syscalls/request.hpp"
#include "syscalls/sync/wake.hpp"

namespace fibrix {

/// What the kernel knows of a barrier. It lies in the program's memory.
struct BarrierCore {
    std::uint32_t parties = 0;
    std::uint32_t arrived = 0;  ///< at most so many wait: one that gives up does not say so
    std::uint32_t round = 0;
    WaitQueue waiters;
};

namespace sys {

struct BarrierArrive {
    using Result = bool;
    struct Scratch {
        std::uint32_t round = 0;
    };
    Local<BarrierCore*> barrier;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_sync + 13;
    static constexpr std::string_view help = "Waits until all parties have arrived at a barrier; true for the last.";
    static constexpr std::array errors{Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(call.request().barrier.value); }
    static Outcome carry_out(auto& call) {
        auto& core = *call.request().barrier.value;
        if (call.waiting()) return call.scratch().round != core.round ? call.answer(false) : call.park(core.waiters);
        call.scratch().round = core.round;
        if (++core.arrived >= core.parties) core.arrived = static_cast<std::uint32_t>(core.waiters.count()) + 1;
        if (core.arrived < core.parties) return call.park(core.waiters);
        core.arrived = 0;
        ++core.round;
        call.kernel().wake_all(core.waiters);
        return call.answer(true);
    }
};
BOOST_DESCRIBE_STRUCT(BarrierArrive, (), (barrier, deadline))
/// Parks. Errors: ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<BarrierArrive> barrier_arrive;

}  // namespace sys

class Barrier {
public:
    explicit Barrier(std::uint32_t parties) noexcept { core_.parties = parties; }

    /// Parks until all have arrived; true for the last. One that gives up does not count. Errors: ETIMEDOUT, ECANCELED.
    Result<bool> arrive_and_wait(Deadline deadline = {}) { return sys::barrier_arrive(&core_, deadline); }

private:
    BarrierCore core_;
};

}  // namespace fibrix
