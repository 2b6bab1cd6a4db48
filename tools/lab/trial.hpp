// One policy on one workload: what happened, and what can be said of it in numbers.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tools/lab/record.hpp"
#include "tools/lab/workload.hpp"

namespace fibrix::lab {

struct Average {
    double response = 0, turnaround = 0, wait = 0;  ///< in ticks
};

struct Trial {
    std::string policy{};
    const Workload* workload = nullptr;
    Record record{};
    Average average{};
    /// Jain's index over the share of its ready time in which each job ran, by tickets: 1 is all alike.
    double fairness = 1;
    double utilisation = 0;  ///< the part of the processors' time in which jobs computed
    std::uint64_t switches = 0;
    std::vector<double> warm{};  ///< of each processor with a cache: the part of its time that ran warm
    std::size_t missed = 0;      ///< deadlines
    std::string output{};        ///< what real programs have written
};

/// Throws UsageError if it does not come to an end.
Trial run_trial(const Workload& workload, std::unique_ptr<Policy> policy, std::string policy_text);

}  // namespace fibrix::lab
