// Who waits for whom, when nobody can go on.
#pragma once

#include <string>

#include "tools/explore/runnable.hpp"

namespace fibrix::explore {

/// A line for each task that has not ended.
std::string describe_standstill(Kernel& kernel, const Runnable& runnable);

}  // namespace fibrix::explore
