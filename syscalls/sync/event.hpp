// An event: something that happens once, or is reset. All who wait for it go on when it is set.
#pragma once

#include "syscalls/request.hpp"
#include "syscalls/sync/wake.hpp"

namespace fibrix {

/// What the kernel knows of an event. It lies in the program's memory.
struct EventCore {
    bool set = false;
    WaitQueue waiters;
};

namespace sys {

struct EventWait {
    using Result = void;
    Local<EventCore*> event;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_sync + 11;
    static constexpr std::string_view help = "Waits until an event is set; not at all if it is.";
    static constexpr std::array errors{Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static bool ready(auto& call) { return call.request().event.value->set; }
    static void footprint(auto& call, Footprint& footprint) { footprint.reads(call.request().event.value); }
    static Outcome carry_out(auto& call) {
        return ready(call) ? call.answer() : call.park(call.request().event.value->waiters);
    }
};
BOOST_DESCRIBE_STRUCT(EventWait, (), (event, deadline))
/// Parks. Errors: ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<EventWait> event_wait;

struct EventSet {
    using Result = void;
    Local<EventCore*> event;
    bool set = true;
    static constexpr SyscallNumber number = family_sync + 12;
    static constexpr std::string_view help = "Sets an event, so that all who wait go on; or resets it.";
    static constexpr auto errors = no_errors;
    static constexpr bool release = true;
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(call.request().event.value); }
    static Outcome carry_out(auto& call) {
        auto& core = *call.request().event.value;
        core.set = call.request().set;
        if (core.set) call.kernel().wake_all(core.waiters);  // they go before anybody can reset it
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(EventSet, (), (event, set))
/// Never parks.
inline constexpr Syscaller<EventSet> event_set;

}  // namespace sys

class Event {
public:
    /// Parks until it is set. Errors: ETIMEDOUT, ECANCELED.
    Result<void> wait(Deadline deadline = {}) {
        return may_skip_the_door() && core_.set ? Result<void>() : sys::event_wait(&core_, deadline);
    }
    /// Never parks.
    void set() { put(true); }
    /// Never parks.
    void reset() { put(false); }
    [[nodiscard]] bool is_set() const noexcept { return core_.set; }

private:
    void put(bool set) {
        if (may_skip_the_door() && (!set || core_.waiters.empty())) core_.set = set;
        else sys::event_set(&core_, set);
    }
    EventCore core_;
};

}  // namespace fibrix
