// `--faults SPEC` of boot and run: what goes wrong with the network and the disk of one simulated system. What befalls
// whole hosts, their clocks and single requests is for `fibrix simulate`, or for `--faults each`.
#pragma once

#include <string>

#include "kernel/world/simulated_world.hpp"

namespace fibrix {

/// "reset=0.01,short=0.2" for all of the run. Throws UsageError if that is no such plan.
void set_faults(SimulatedWorld& world, const std::string& spec);
/// A line that names a fault which was asked for and has never happened, so that the run has shown nothing about it;
/// empty if there is none.
std::string fault_that_is_missing(SimulatedWorld& world);
/// "reset=3 short=12"; empty if none was asked for.
std::string faults_that_happened(SimulatedWorld& world);

}  // namespace fibrix
