// Faults of requests: a filter that refuses some of what the processes of a server ask for.
#pragma once

#include <string>

#include "kernel/filter.hpp"
#include "kernel/world/simulated/fault.hpp"

namespace fibrix::simulate {

class FaultFilter final : public Filter {
public:
    FaultFilter(simulated::Faults& faults, bool lies_about_fsync) noexcept
        : faults_(faults), lies_about_fsync_(lies_about_fsync) {}
    FilterDecision taken(Task& task, const Syscall& syscall, Trap& trap) override;
    [[nodiscard]] std::string describe() const override { return "faults"; }

private:
    simulated::Faults& faults_;
    bool lies_about_fsync_;
};

}  // namespace fibrix::simulate
