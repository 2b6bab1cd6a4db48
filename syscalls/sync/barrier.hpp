// A barrier: a number of tasks wait for each other, round after round.
#pragma once

#include "syscalls/sync/futex.hpp"

namespace fibrix {

class Barrier {
public:
    explicit Barrier(std::uint32_t parties) noexcept : parties_(parties) {}

    /// Parks until all have arrived; true for the last. One that gives up does not count. Errors: ETIMEDOUT, ECANCELED.
    Result<bool> arrive_and_wait(Deadline deadline = {}) {
        if (++arrived_ == parties_) {
            arrived_ = 0;
            ++round_.word;
            wake_waiters(round_);
            return true;
        }
        const Leaving leaving{*this, round_.word};
        const auto waited = sys::futex_wait(&round_, round_.word, deadline);
        if (!waited) return waited.error();
        return false;
    }

private:
    // Takes an arrival back when the wait ends, by an error or a kill, before the round does.
    struct Leaving {
        Barrier& barrier;
        std::uint32_t round;
        ~Leaving() {
            if (barrier.round_.word == round) --barrier.arrived_;
        }
    };
    std::uint32_t parties_;
    std::uint32_t arrived_ = 0;
    Futex round_;
};

}  // namespace fibrix
