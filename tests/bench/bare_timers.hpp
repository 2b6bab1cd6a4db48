// The limit of timers: fibers on one flat wheel, in a loop that does nothing else.
#pragma once

#include <cstdint>
#include <functional>

namespace fibrix::bench {

class Histogram;

/// What was found out after the time to settle.
struct WakeUps {
    double count = 0, cpu_nanoseconds = 0, seconds = 0;
};

/// `tasks` sleep again and again for a random time up to a second. Their lateness goes into `lateness`.
WakeUps run_bare_timers(int tasks, double settle, double seconds, Histogram& lateness);

}  // namespace fibrix::bench
