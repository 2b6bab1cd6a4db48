// The critical step of a failing execution: after it every continuation fails.
#pragma once

#include <optional>

#include "tools/explore/machine.hpp"

namespace fibrix::explore {

/// Nothing if that takes too long to find, or already the beginning leads nowhere else.
std::optional<std::size_t> find_critical_step(Machine& machine, const Schedule& failing, const Options& options);

}  // namespace fibrix::explore
