#include "tools/explore/tally.hpp"

#include <algorithm>

#include "tools/explore/hash.hpp"

namespace fibrix::explore {

bool Tally::add(const Ending& ending, bool count_classes) {
    result.hash = mix(result.hash, ending.chain_hash);
    if (ending.kind == Ending::Kind::cut) {
        ++result.blocked;
        return false;
    }
    ++result.executions;
    const bool fails = ending.failure != Failure::none;
    if (fails)
        result.min_preemptions = std::min(result.min_preemptions.value_or(ending.preemptions), ending.preemptions);
    if (count_classes && !classes_.add(ending.class_hash)) return false;
    if (count_classes) ++result.classes;
    auto& count = ending.failure == Failure::deadlock ? result.deadlocks : result.failures;
    if (fails) ++count;
    return fails && result.deadlocks + result.failures == 1;
}

}  // namespace fibrix::explore
