// A reader-writer lock: many readers, or one writer.
//
// Phase-fair (Brandenburg and Anderson, 2010): a reader that comes while a writer waits lets it go first; when a
// writer is done, all readers that have waited go together. So neither side can starve the other.
#pragma once

#include "syscalls/sync/futex.hpp"

namespace fibrix {

class RwLock {
public:
    /// Parks while there is a writer, or one waits. Errors: ETIMEDOUT, ECANCELED.
    Result<void> lock_shared(Deadline deadline = {}) {
        if (!writing_ && writers_.waiters.empty()) {
            ++reading_;
            return {};
        }
        return sys::futex_wait(&readers_, 0u, deadline);
    }
    /// Never parks, never fails.
    void unlock_shared() {
        if (--reading_ == 0) admit_writer();
    }
    /// Parks while there is anybody. Writers are served in turn. Errors: ETIMEDOUT, ECANCELED.
    Result<void> lock(Deadline deadline = {}) {
        if (!writing_ && reading_ == 0) {
            writing_ = true;
            return {};
        }
        const auto got = sys::futex_wait(&writers_, 0u, deadline);
        if (!got && !writing_ && writers_.waiters.empty()) admit_readers();  // they waited for this writer
        return got;
    }
    /// Never parks, never fails.
    void unlock() {
        writing_ = false;
        if (admit_readers() == 0) admit_writer();
    }

private:
    std::uint32_t admit_readers() {
        if (readers_.waiters.empty()) return 0;
        const auto admitted = sys::futex_wake(&readers_, everybody);
        reading_ += admitted;
        return admitted;
    }
    void admit_writer() {
        if (!writers_.waiters.empty() && sys::futex_wake(&writers_, 1u) == 1) writing_ = true;
    }

    Futex readers_, writers_;
    std::uint32_t reading_ = 0;
    bool writing_ = false;
};

}  // namespace fibrix
