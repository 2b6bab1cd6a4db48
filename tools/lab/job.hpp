// What the laboratory schedules: a job that computes and waits in turn, or a real program.
#pragma once

#include <string>
#include <vector>

#include "kernel/scheduling.hpp"
#include "kernel/time.hpp"

namespace fibrix::lab {

/// What a job's times are counted in: one tick is a millisecond of virtual time.
inline constexpr Duration tick = std::chrono::milliseconds(1);

struct Burst {
    Duration compute{};
    Duration wait{};  ///< afterwards, as for a disk; zero: not at all
};

struct Job {
    std::string name;
    Time arrival{};
    std::vector<Burst> bursts{};
    Scheduling scheduling{};
    int working_set = 0;                 ///< what it needs of a processor's cache
    std::vector<std::string> program{};  ///< a real one, with its arguments, instead of bursts

    [[nodiscard]] Duration computes() const noexcept {
        Duration all{};
        for (const auto& each : bursts) all += each.compute;
        return all;
    }
};

}  // namespace fibrix::lab
