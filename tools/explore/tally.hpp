// Counting executions and their classes.
#pragma once

#include <optional>

#include "tools/explore/ending.hpp"
#include "tools/explore/result.hpp"
#include "tools/explore/seen.hpp"

namespace fibrix::explore {

class Tally {
public:
    /// True if it fails with fewer preemptions than all before.
    bool add(const Ending& ending, bool count_classes);
    Result result;

private:
    Seen classes_;
};

}  // namespace fibrix::explore
