// A condition variable: waits, with a mutex let go meanwhile, until another task says that something has changed.
#pragma once

#include "syscalls/sync/mutex.hpp"
#include "syscalls/time/time.hpp"

namespace fibrix {

namespace sys {

struct ConditionWait {
    using Result = void;
    struct Scratch {
        bool released = false;
        bool signalled = false;
    };
    Local<WaitQueue*> condition;
    Local<MutexCore*> mutex;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_sync + 7;
    static constexpr std::string_view help =
        "Frees the mutex and waits for a signal, in one step; then waits for the mutex again.";
    static constexpr std::array errors{Errno::perm, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static bool ready(auto& call) { return !call.scratch().signalled || call.request().mutex.value->owner == nullptr; }
    static void footprint(auto& call, Footprint& footprint) {
        footprint.writes(call.request().mutex.value);
        if (!call.scratch().signalled) footprint.writes(call.request().condition.value);
    }
    static Outcome carry_out(auto& call) {
        auto& core = *call.request().mutex.value;
        auto& [released, signalled] = call.scratch();
        if (!released) {
            if (core.owner != &call.task()) return call.fail(Errno::perm);
            released = true;
            core.owner = nullptr;
            call.kernel().wake_one(core.waiters);
            return call.park(*call.request().condition.value);
        }
        if (call.expired() && !signalled) return Outcome::parked;
        if (!std::exchange(signalled, true) && call.kernel().requests_are_held()) return Outcome::held;
        if (core.owner != nullptr) return call.park(core.waiters);
        core.owner = &call.task();
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(ConditionWait, (), (condition, mutex, deadline))
/// Parks. After an error the caller does not have the mutex. Errors: EPERM, ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<ConditionWait> condition_wait;

struct ConditionSignal {
    using Result = void;
    Local<WaitQueue*> condition;
    bool all = false;
    static constexpr SyscallNumber number = family_sync + 8;
    static constexpr std::string_view help = "Wakes the longest waiting task of a condition variable, or all.";
    static constexpr auto errors = no_errors;
    static constexpr bool release = true;
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(call.request().condition.value); }
    static Outcome carry_out(auto& call) {
        auto& queue = *call.request().condition.value;
        if (call.request().all) call.kernel().wake_all(queue);
        else call.kernel().wake_one(queue);
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(ConditionSignal, (), (condition, all))
/// Never parks.
inline constexpr Syscaller<ConditionSignal> condition_signal;

}  // namespace sys

class ConditionVariable {
public:
    /// Parks; has `mutex` again when it returns, also with an error: EPERM (did not have it), ETIMEDOUT, ECANCELED.
    Result<void> wait(Mutex& mutex, Deadline deadline = {}) {
        const auto waited = sys::condition_wait(&waiters_, &mutex.core(), deadline);
        if (waited.has_error() && waited.error() != Errno::perm) mutex.lock();
        return waited;
    }
    /// Waits until `predicate()` holds, all in all until `deadline`. Parks. Errors: as above.
    template <class Predicate>
    Result<void> wait_until(Mutex& mutex, Predicate predicate, Deadline deadline = {}) {
        if (predicate()) return {};
        const auto until = sys::fixed(deadline);
        do {
            if (const auto waited = wait(mutex, until); !waited) return waited;
        } while (!predicate());
        return {};
    }
    /// Wakes the longest waiting. Never parks.
    void notify_one() { signal(false); }
    /// Wakes all. Never parks.
    void notify_all() { signal(true); }

private:
    void signal(bool all) {
        if (!may_skip_the_door() || !waiters_.empty()) sys::condition_signal(&waiters_, all);
    }
    WaitQueue waiters_;
};

}  // namespace fibrix
