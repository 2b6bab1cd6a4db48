// A reader-writer lock: many readers, or one writer.
//
// Phase-fair (Brandenburg and Anderson, 2010): a reader that comes while a writer waits lets it go first; when a
// writer is done, all readers that have waited go together. So neither side can starve the other.
#pragma once

#include "syscalls/request.hpp"
#include "syscalls/sync/mutex.hpp"

namespace fibrix {

/// What the kernel knows of a reader-writer lock. It lies in the program's memory.
struct RwLockCore {
    std::uint32_t readers = 0;  ///< that have it
    std::uint32_t phase = 0;    ///< goes up when waiting readers are let in: those of an earlier phase have it
    Task* writer = nullptr;     ///< who has it
    WaitQueue reading, writing;

    /// Lets in whoever may go in now: the readers that wait, or else the next writer.
    void admit(auto& kernel, bool writers_first) {
        if (writer != nullptr) return;
        if (!reading.empty() && (!writers_first || writing.empty())) {
            readers += static_cast<std::uint32_t>(reading.count());
            ++phase;
            kernel.wake_all(reading);
        } else if (readers == 0) {
            kernel.wake_one(writing);
        }
    }
};

namespace sys {

struct RwLockShared {
    using Result = void;
    struct Scratch {
        std::uint32_t phase = 0;
    };
    Local<RwLockCore*> lock;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_sync + 14;
    static constexpr std::string_view help =
        "Waits until no writer has a lock or waits for it, and takes it for reading.";
    static constexpr std::array errors{Errno::deadlk, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static TaskId waits_for(const RwLockShared& request) { return id_of(request.lock.value->writer); }
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(call.request().lock.value); }
    static Outcome carry_out(auto& call) {
        auto& core = *call.request().lock.value;
        if (call.waiting()) return call.scratch().phase != core.phase ? call.answer() : call.park(core.reading);
        if (core.writer == &call.task()) return call.fail(Errno::deadlk);
        call.scratch().phase = core.phase;
        if (core.writer != nullptr || !core.writing.empty()) return call.park(core.reading);
        ++core.readers;
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(RwLockShared, (), (lock, deadline))
/// Parks. Errors: EDEADLK (the caller writes), ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<RwLockShared> rw_lock_shared;

struct RwLockExclusive {
    using Result = void;
    Local<RwLockCore*> lock;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_sync + 15;
    static constexpr std::string_view help = "Waits until nobody has a lock, and takes it for writing.";
    static constexpr std::array errors{Errno::deadlk, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static TaskId waits_for(const RwLockExclusive& request) { return id_of(request.lock.value->writer); }
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(call.request().lock.value); }
    static Outcome carry_out(auto& call) {
        auto& core = *call.request().lock.value;
        if (core.writer == &call.task()) return call.fail(Errno::deadlk);
        const bool its_turn = core.writing.empty() || core.writing.front()->task == &call.task();
        if (core.writer != nullptr || core.readers > 0 || !its_turn) return call.park(core.writing);
        core.writer = &call.task();
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(RwLockExclusive, (), (lock, deadline))
/// Parks. Errors: EDEADLK (the caller has it), ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<RwLockExclusive> rw_lock_exclusive;

struct RwLockRelease {
    using Result = void;
    Local<RwLockCore*> lock;
    bool writing = false;
    static constexpr SyscallNumber number = family_sync + 16;
    static constexpr std::string_view help = "Gives a lock back that the caller reads or writes under.";
    static constexpr std::array errors{Errno::perm};
    static constexpr bool release = true;
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(call.request().lock.value); }
    static Outcome carry_out(auto& call) {
        auto& core = *call.request().lock.value;
        const bool writing = call.request().writing;
        if (writing ? core.writer != &call.task() : core.readers == 0) return call.fail(Errno::perm);
        if (writing) core.writer = nullptr;
        else --core.readers;
        core.admit(call.kernel(), !writing);
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(RwLockRelease, (), (lock, writing))
/// Never parks. Errors: EPERM (the caller does not have it so).
inline constexpr Syscaller<RwLockRelease> rw_lock_release;

struct RwLockRenounce {
    using Result = void;
    Local<RwLockCore*> lock;
    static constexpr SyscallNumber number = family_sync + 17;
    static constexpr std::string_view help = "Says that a writer has given up waiting: readers may have waited for it.";
    static constexpr auto errors = no_errors;
    static constexpr bool release = true;
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(call.request().lock.value); }
    static Outcome carry_out(auto& call) {
        call.request().lock.value->admit(call.kernel(), true);
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(RwLockRenounce, (), (lock))
/// Never parks.
inline constexpr Syscaller<RwLockRenounce> rw_lock_renounce;

}  // namespace sys

class RwLock {
public:
    /// Parks while there is a writer, or one waits. Errors: EDEADLK, ETIMEDOUT, ECANCELED.
    Result<void> lock_shared(Deadline deadline = {}) {
        if (!may_skip_the_door() || core_.writer != nullptr || !core_.writing.empty())
            return sys::rw_lock_shared(&core_, deadline);
        ++core_.readers;
        return {};
    }
    /// Never parks. Errors: EPERM.
    Result<void> unlock_shared() {
        if (!may_skip_the_door() || core_.readers == 0 || !core_.writing.empty())
            return sys::rw_lock_release(&core_, false);
        --core_.readers;
        return {};
    }
    /// Parks while there is anybody. Writers are served in turn. Errors: EDEADLK, ETIMEDOUT, ECANCELED.
    Result<void> lock(Deadline deadline = {}) {
        if (!may_skip_the_door() || core_.writer != nullptr || core_.readers > 0 || !core_.writing.empty())
            return wait_to_write(deadline);
        core_.writer = current.task;
        return {};
    }
    /// Never parks. Errors: EPERM.
    Result<void> unlock() {
        const bool wanted = !core_.reading.empty() || !core_.writing.empty();
        if (!may_skip_the_door() || wanted || core_.writer != current.task) return sys::rw_lock_release(&core_, true);
        core_.writer = nullptr;
        return {};
    }

private:
    // One that gives up, or is killed, lets those in who have waited for it alone.
    Result<void> wait_to_write(Deadline deadline) {
        struct Wish {
            RwLockCore& core;
            bool granted = false;
            ~Wish() {
                if (!granted) sys::rw_lock_renounce(&core);
            }
        } wish{core_};
        const auto got = sys::rw_lock_exclusive(&core_, deadline);
        wish.granted = got.has_value();
        return got;
    }
    RwLockCore core_;
};

}  // namespace fibrix
