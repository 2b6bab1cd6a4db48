// `--faults each`: runs a program once for every request it makes and every error that the request declares, with that
// request failing so, and says which of these runs crash, hang, leak or lose data.
#pragma once

#include "tools/launch.hpp"

namespace fibrix {

/// 0 if all runs are well, 1 if some are not.
int run_fail_each(const Launch& launch);

}  // namespace fibrix
