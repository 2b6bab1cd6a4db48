// Faults of requests: a filter that refuses some of what the processes of a server ask for, ends their waits too early,
// and tells the host when one of their requests is its last.
#pragma once

#include <string>

#include "kernel/filter.hpp"
#include "kernel/world/simulated/fault.hpp"

namespace fibrix::simulate {

class SimulatedHost;

class FaultFilter final : public Filter {
public:
    FaultFilter(simulated::Faults& faults, SimulatedHost& host, bool lies_about_fsync) noexcept
        : faults_(faults), host_(host), lies_about_fsync_(lies_about_fsync) {}
    FilterDecision taken(Task& task, const Syscall& syscall, Trap& trap) override;
    [[nodiscard]] std::string describe() const override { return "faults"; }

private:
    /// Whether the wait that `trap` is ends at once although nothing has happened.
    FilterDecision wake_spuriously(Task& task, const Syscall& syscall, Trap& trap);

    simulated::Faults& faults_;
    SimulatedHost& host_;
    bool lies_about_fsync_;
};

}  // namespace fibrix::simulate
