// A litmus program as something to explore.
#pragma once

#include "tools/explore/subject.hpp"
#include "tools/litmus/machine.hpp"

namespace fibrix::litmus {

/// `machine` must outlive it.
explore::Subject subject_of(Machine& machine);

}  // namespace fibrix::litmus
