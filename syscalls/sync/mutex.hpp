// A mutex: at most one task between `lock` and `unlock`. First come, first served.
//
//     Mutex mutex;
//     {
//         const Mutex::Guard guard(mutex);
//         …
//     }
//
// Uncontended, it costs no request. Whoever waits is handed the mutex by the unlocking task; nobody overtakes.
#pragma once

#include "kernel/id.hpp"
#include "syscalls/request.hpp"
#include "syscalls/sync/wake.hpp"

namespace fibrix {

/// In the kernel: the id of a task whose record is there; nobody's for none.
TaskId id_of(const Task* task) noexcept;

/// What the kernel knows of a mutex. It lies in the program's memory.
struct MutexCore {
    Task* owner = nullptr;
    WaitQueue waiters;
};

namespace sys {

struct MutexLock {
    using Result = void;
    Local<MutexCore*> mutex;
    bool wait = true;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_sync + 0;
    static constexpr std::string_view help = "Takes a mutex; while another has it, waits or gives EAGAIN.";
    static constexpr std::array errors{Errno::deadlk, Errno::again, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static bool ready(auto& call) {
        const Task* owner = call.request().mutex.value->owner;
        return owner == nullptr || owner == &call.task();
    }
    static TaskId waits_for(const MutexLock& request) { return id_of(request.mutex.value->owner); }
    // One that only tries, or is the owner already, learns that it is taken, and no more.
    static void footprint(auto& call, Footprint& footprint) {
        const auto* core = call.request().mutex.value;
        if (core->owner == nullptr || (call.request().wait && core->owner != &call.task())) footprint.writes(core);
        else footprint.reads(core);
    }
    static Outcome carry_out(auto& call) {
        auto& core = *call.request().mutex.value;
        if (core.owner == &call.task()) return call.fail(Errno::deadlk);
        const bool its_turn = core.waiters.empty() || core.waiters.front()->task == &call.task();
        if (core.owner != nullptr || !its_turn)
            return call.request().wait ? call.park(core.waiters) : call.fail(Errno::again);
        core.owner = &call.task();
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(MutexLock, (), (mutex, wait, deadline))
/// Parks if it may wait. Errors: EDEADLK (the caller has it), EAGAIN, ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<MutexLock> mutex_lock;

struct MutexUnlock {
    using Result = void;
    Local<MutexCore*> mutex;
    static constexpr SyscallNumber number = family_sync + 1;
    static constexpr std::string_view help = "Frees the mutex; the task that has waited longest gets it.";
    static constexpr std::array errors{Errno::perm};
    static constexpr bool release = true;
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(call.request().mutex.value); }
    static Outcome carry_out(auto& call) {
        auto& core = *call.request().mutex.value;
        if (core.owner != &call.task()) return call.fail(Errno::perm);
        core.owner = nullptr;
        call.kernel().wake_one(core.waiters);
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(MutexUnlock, (), (mutex))
/// Never parks. Errors: EPERM (the caller does not have it).
inline constexpr Syscaller<MutexUnlock> mutex_unlock;

}  // namespace sys

class Mutex {
public:
    Mutex() = default;
    Mutex(const Mutex&) = delete;
    Mutex& operator=(const Mutex&) = delete;

    /// Parks while another has it. Errors: EDEADLK, ETIMEDOUT, ECANCELED.
    [[gnu::always_inline]] Result<void> lock(Deadline deadline = {}) {
        if (lock_here()) [[likely]]
            return {};
        return sys::mutex_lock(&core_, true, deadline);
    }
    /// Never parks. False if another has it.
    [[nodiscard]] bool try_lock() { return lock_here() || sys::mutex_lock(&core_, false); }
    /// Never parks, never throws. Errors: EPERM.
    [[gnu::always_inline]] Result<void> unlock() {
        if (may_skip_the_door() && core_.waiters.empty() && core_.owner == current.task) [[likely]] {
            core_.owner = nullptr;
            return {};
        }
        return sys::mutex_unlock(&core_);
    }
    [[nodiscard]] MutexCore& core() noexcept { return core_; }

    /// Has the mutex as long as it lives. Parks; throws SystemError if the mutex cannot be had.
    class Guard {
    public:
        explicit Guard(Mutex& mutex) : mutex_(mutex) { mutex_.lock().value(); }
        Guard(const Guard&) = delete;
        Guard& operator=(const Guard&) = delete;
        ~Guard() { mutex_.unlock(); }

    private:
        Mutex& mutex_;
    };

private:
    [[gnu::always_inline]] bool lock_here() noexcept {
        const bool free = may_skip_the_door() && core_.owner == nullptr && core_.waiters.empty();
        if (free) [[likely]]
            core_.owner = current.task;
        return free;
    }
    MutexCore core_;
};

}  // namespace fibrix
