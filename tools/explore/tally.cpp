#include "tools/explore/tally.hpp"

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
    const bool best = fails && (!result.min_preemptions || ending.preemptions < *result.min_preemptions);
    if (best) result.min_preemptions = ending.preemptions;
    if (count_classes && !classes_.add(ending.class_hash)) return best;
    if (count_classes) ++result.classes;
    auto& count = ending.failure == Failure::deadlock ? result.deadlocks : result.failures;
    if (fails) ++count;
    return best;
}

}  // namespace fibrix::explore
