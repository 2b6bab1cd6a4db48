// An event: something that happens once, or is reset. All who wait for it go on when it is set.
#pragma once

#include "syscalls/sync/futex.hpp"

namespace fibrix {

class Event {
public:
    /// Parks until it is set. Errors: ETIMEDOUT, ECANCELED.
    Result<void> wait(Deadline deadline = {}) {
        return futex_.word != 0 ? Result<void>() : sys::futex_wait(&futex_, 0u, deadline);
    }
    /// Never parks.
    void set() {
        futex_.word = 1;
        wake_waiters(futex_);
    }
    /// Never parks.
    void reset() noexcept { futex_.word = 0; }
    [[nodiscard]] bool is_set() const noexcept { return futex_.word != 0; }

private:
    Futex futex_;
};

}  // namespace fibrix
