// A semaphore: permits, taken one at a time, handed to the task that has waited longest.
#pragma once

#include "syscalls/sync/futex.hpp"

namespace fibrix {

class Semaphore {
public:
    explicit Semaphore(std::uint32_t permits) noexcept : futex_{permits, {}} {}

    /// Parks until there is a permit. Errors: ETIMEDOUT, ECANCELED.
    Result<void> acquire(Deadline deadline = {}) {
        if (futex_.word > 0 && futex_.waiters.empty()) {
            --futex_.word;
            return {};
        }
        return sys::futex_wait(&futex_, futex_.word, deadline);
    }
    /// Never parks.
    [[nodiscard]] bool try_acquire() noexcept {
        if (futex_.word == 0 || !futex_.waiters.empty()) return false;
        --futex_.word;
        return true;
    }
    /// Never parks, never fails.
    void release() {
        if (futex_.waiters.empty()) ++futex_.word;
        else sys::futex_wake(&futex_, 1u);  // the permit goes to the one that is woken
    }
    [[nodiscard]] std::uint32_t permits() const noexcept { return futex_.word; }

private:
    Futex futex_;
};

}  // namespace fibrix
