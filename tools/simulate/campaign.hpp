// A campaign: a scenario with many seeds, or with one and a blow at each request, on several processes of the host.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "tools/simulate/run.hpp"

namespace fibrix::simulate {

using Possible = std::array<bool, simulated::fault_count>;

/// What can happen in a scenario: found by a run in which nothing goes wrong.
Possible possible_faults(const Scenario& scenario, const SyscallTable& table);

struct Campaign {
    const Scenario& scenario;
    const SyscallTable& table;
    std::uint64_t first = 0, last = 0;  ///< seeds, or the requests of the servers at which `blow` comes
    unsigned jobs = 1;
    std::string faults{};                    ///< a plan, "swarm", or nothing
    std::optional<simulated::Fault> blow{};  ///< a kill or a reboot; then all runs have the seed `seed`
    std::uint64_t seed = 0;
    Possible possible{};  ///< what swarm chooses from

    [[nodiscard]] std::uint64_t seed_of(std::uint64_t number) const { return blow ? seed : number; }
    [[nodiscard]] simulated::FaultPlan plan_of(std::uint64_t number) const;
    /// How many requests servers make in the chaos of the run without `blow`.
    [[nodiscard]] std::uint64_t count_requests() const;
    /// Runs all and gives each report to `take`, in whatever order they come. False if a worker has ended in the
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
