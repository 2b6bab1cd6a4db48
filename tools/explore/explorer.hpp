// The search as a whole: executions until there are no others, or the limits are reached; then the failure that was
// found is made short and told.
#pragma once

#include <functional>

#include "tools/explore/machine.hpp"
#include "tools/explore/result.hpp"

namespace fibrix::explore {

/// Searches what `runnable` does. `options` must be sensible.
Result explore(Runnable& runnable, const Options& options);

/// The one execution that `options.schedule` says, told whether it fails or not.
Result follow(Runnable& runnable, const Options& options);

/// Tells the execution of `schedule` step by step; `on_step` hears of each request before it is carried out.
Counterexample tell(Machine& machine, const Schedule& schedule, std::function<void(const Step&)> on_step = {});

/// Gives those who made its steps their names.
void name_tasks(const Machine& machine, Counterexample& told);

}  // namespace fibrix::explore
