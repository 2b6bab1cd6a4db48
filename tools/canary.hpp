// The canary: runs the same twice, each in a process of its own, and compares them event by event.
#pragma once

#include "tools/launch.hpp"

namespace fibrix {

/// The exit code of the run; ReservedCode::system if the two went differently, with a line that says where.
int run_canary(const Launch& launch);

}  // namespace fibrix
