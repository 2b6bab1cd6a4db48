// A failing execution made easier to understand: the fewest preemptions first, then the fewest steps.
#pragma once

#include "tools/explore/machine.hpp"

namespace fibrix::explore {

struct Shortened {
    Schedule schedule;
    bool fewest = true;  ///< false: not all with fewer preemptions were tried
};

/// One that does not end is also made to go round early: it sets the limit of `machine`'s steps.
Shortened shorten(Machine& machine, const Schedule& failing, const Options& options);

}  // namespace fibrix::explore
