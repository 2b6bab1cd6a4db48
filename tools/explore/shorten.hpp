// A failing execution made easier to understand: one that fails with fewer preemptions, if there is.
#pragma once

#include "tools/explore/machine.hpp"

namespace fibrix::explore {

Schedule shorten(Machine& machine, const Schedule& failing, const Options& options);

}  // namespace fibrix::explore
