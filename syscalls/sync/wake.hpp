// Waking without a trap.
//
// Between two requests of a task nothing else runs. So a wake-up may as well be noted and carried out by the kernel
// when the task comes back next, whatever for: nobody can tell the difference, and it costs nanoseconds.
#pragma once

#include "kernel/trap.hpp"
#include "kernel/wait_queue.hpp"

namespace fibrix {

/// The kernel will have the first waiting request of `queue` carried out again. False if the notes are full: then a
/// request has to be made instead. Never parks.
[[nodiscard]] inline bool note_wake(WaitQueue& queue) noexcept {
    auto& here = current;
    if (here.wakes == here.most_wakes) return false;
    here.wake[here.wakes++] = &queue;
    return true;
}

/// True if objects may be used in user space where that needs no waiting.
[[nodiscard]] inline bool may_skip_the_door() noexcept { return !current.every_request_visible; }

}  // namespace fibrix
