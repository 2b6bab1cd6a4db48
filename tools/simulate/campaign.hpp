// A campaign: a scenario with many seeds, on several processes of the host.
#pragma once

#include <functional>
#include <string>

#include "tools/simulate/run.hpp"

namespace fibrix::simulate {

struct Campaign {
    const Scenario& scenario;
    const SyscallTable& table;
    std::uint64_t first = 0, last = 0;  ///< seeds
    unsigned jobs = 1;
    std::string faults{};  ///< a plan, "swarm", or nothing

    [[nodiscard]] simulated::FaultPlan plan_of(std::uint64_t seed) const;
    /// Runs all seeds and gives each report to `take`, in whatever order they come. False if a worker has ended in the
    /// middle, and has said why.
    bool run(const std::function<void(const Report&)>& take) const;
};

/// What many runs have come to.
struct Summary {
    std::uint64_t passed = 0, failed = 0, invalid = 0, events = 0;
    std::array<std::uint64_t, simulated::fault_count> asked{};  ///< in how many runs
    std::array<std::uint64_t, simulated::fault_count> faults{};

    void add(const Report& report);
    [[nodiscard]] std::uint64_t runs() const noexcept { return passed + failed + invalid; }
};

}  // namespace fibrix::simulate
