// A semaphore: permits, taken one at a time, in the order of asking.
#pragma once

#include "syscalls/request.hpp"
#include "syscalls/sync/wake.hpp"

namespace fibrix {

/// What the kernel knows of a semaphore. It lies in the program's memory.
struct SemaphoreCore {
    std::uint32_t permits = 0;
    WaitQueue waiters;
};

namespace sys {

struct SemaphoreAcquire {
    using Result = void;
    Local<SemaphoreCore*> semaphore;
    bool wait = true;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_sync + 9;
    static constexpr std::string_view help =
        "Takes a permit of a semaphore; while there is none, waits or gives EAGAIN.";
    static constexpr std::array errors{Errno::again, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static bool ready(auto& call) {
        const auto& core = *call.request().semaphore.value;
        return core.permits > 0 && (core.waiters.empty() || core.waiters.front()->task == &call.task());
    }
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(call.request().semaphore.value); }
    static Outcome carry_out(auto& call) {
        auto& core = *call.request().semaphore.value;
        if (!ready(call)) return call.request().wait ? call.park(core.waiters) : call.fail(Errno::again);
        --core.permits;
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(SemaphoreAcquire, (), (semaphore, wait, deadline))
/// Parks if it may wait. Errors: EAGAIN, ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<SemaphoreAcquire> semaphore_acquire;

struct SemaphoreRelease {
    using Result = void;
    Local<SemaphoreCore*> semaphore;
    static constexpr SyscallNumber number = family_sync + 10;
    static constexpr std::string_view help = "Gives a permit back; the task that has waited longest gets it.";
    static constexpr auto errors = no_errors;
    static constexpr bool release = true;
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(call.request().semaphore.value); }
    static Outcome carry_out(auto& call) {
        auto& core = *call.request().semaphore.value;
        ++core.permits;
        call.kernel().wake_one(core.waiters);
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(SemaphoreRelease, (), (semaphore))
/// Never parks.
inline constexpr Syscaller<SemaphoreRelease> semaphore_release;

}  // namespace sys

class Semaphore {
public:
    explicit Semaphore(std::uint32_t permits) noexcept { core_.permits = permits; }

    /// Parks until there is a permit. Errors: ETIMEDOUT, ECANCELED.
    Result<void> acquire(Deadline deadline = {}) {
        return take() ? Result<void>() : sys::semaphore_acquire(&core_, true, deadline);
    }
    /// Never parks. False if there is no permit, or others wait for one.
    [[nodiscard]] bool try_acquire() { return take() || sys::semaphore_acquire(&core_, false); }
    /// Never parks, never fails.
    void release() {
        if (may_skip_the_door() && (core_.waiters.empty() || note_wake(core_.waiters))) ++core_.permits;
        else sys::semaphore_release(&core_);
    }
    [[nodiscard]] std::uint32_t permits() const noexcept { return core_.permits; }

    /// Has a permit as long as it lives. Movable. Parks; throws SystemError if there is none to be had.
    class Permit {
    public:
        explicit Permit(Semaphore& semaphore) : semaphore_(&semaphore) { semaphore.acquire().value(); }
        Permit(Permit&& other) noexcept : semaphore_(std::exchange(other.semaphore_, nullptr)) {}
        Permit& operator=(Permit&&) = delete;
        ~Permit() {
            if (semaphore_ != nullptr) semaphore_->release();
        }

    private:
        Semaphore* semaphore_;
    };

private:
    bool take() noexcept {
        const bool free = may_skip_the_door() && core_.permits > 0 && core_.waiters.empty();
        if (free) --core_.permits;
        return free;
    }
    SemaphoreCore core_;
};

}  // namespace fibrix
