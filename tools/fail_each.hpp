// `--faults each`: runs a program once for every request it makes and every error that the request declares, with that
// request failing so, and says which of these runs crash, hang, leak or lose data.
#pragma once

#include <optional>
#include <string>

#include "tools/faulted_run.hpp"

namespace fibrix {

/// 0 if all runs are well, 1 if some are not.
int run_fail_each(const Launch& launch);

/// "7:EINTR"; nothing if there is no colon in it. Throws UsageError if there is, and it is something else.
std::optional<Fault> fault_in(const std::string& text);
/// Runs it once, with that fault; gives the exit code.
int run_failing(const Launch& launch, const Fault& fault);

}  // namespace fibrix
