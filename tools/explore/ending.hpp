// How an execution has ended.
#pragma once

#include <cstdint>

#include "tools/explore/result.hpp"

namespace fibrix::explore {

struct Ending {
    enum class Kind : std::uint8_t {
        done,      // all tasks have ended, or nobody can go on: it is maximal
        failed,    // a step has ended it
        cut,       // the Decider was not interested in the rest
        too_long,  // more steps than the limit; it is a failure if no fair way to go on ends it
    };
    Kind kind = Kind::done;
    Failure failure = Failure::none;
    std::uint32_t steps = 0;
    std::uint32_t preemptions = 0;
    std::uint64_t class_hash = 0;  ///< the same for equivalent executions
    std::uint64_t chain_hash = 0;  ///< over the steps in their order
};

}  // namespace fibrix::explore
