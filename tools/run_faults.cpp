#include "tools/run_faults.hpp"

#include <fmt/format.h>

#include "kernel/world/simulated/simulation.hpp"
#include "tools/usage_error.hpp"

namespace fibrix {
namespace {

using simulated::Fault;
using simulated::FaultNeeds;

bool is_of_the_world(const simulated::FaultKind& kind) {
    const bool fits =
        kind.needs == FaultNeeds::streams || kind.needs == FaultNeeds::datagrams || kind.needs == FaultNeeds::disk;
    return fits && !kind.counted;
}

template <class Visit>
void for_each_wanted(const simulated::Faults& faults, Visit visit) {
    for (std::size_t i = 0; i < simulated::fault_count; ++i)
        if (const auto fault = static_cast<Fault>(i); faults.wanted(fault)) visit(fault);
}

}  // namespace

void set_faults(SimulatedWorld& world, const std::string& spec) {
    simulated::FaultPlan plan;
    if (const auto wrong = simulated::FaultPlan::parse(spec, plan); !wrong.empty())
        throw UsageError("--faults: " + wrong);
    auto& faults = world.simulation().faults;
    faults.set_plan(plan);
    for_each_wanted(faults, [](Fault fault) {
        const auto& kind = kind_of(fault);
        if (!is_of_the_world(kind))
            throw UsageError(fmt::format("--faults: '{}' needs several hosts (see: fibrix simulate)", kind.name));
    });
}

std::string fault_that_is_missing(SimulatedWorld& world) {
    std::string line;
    for_each_wanted(world.simulation().faults, [&](Fault fault) {
        if (!world.simulation().faults.missing(fault) || !line.empty()) return;
        line =
            fmt::format("the fault '{}' has never happened: this run has shown nothing about it", kind_of(fault).name);
    });
    return line;
}

std::string faults_that_happened(SimulatedWorld& world) {
    std::string counts;
    auto& faults = world.simulation().faults;
    for_each_wanted(faults, [&](Fault fault) {
        counts += fmt::format("{}{}={}", counts.empty() ? "" : " ", kind_of(fault).name, faults.happened(fault));
    });
    return counts;
}

}  // namespace fibrix
