#include "tools/explore/tally.hpp"

#include "tools/explore/hash.hpp"

namespace fibrix::explore {

bool Tally::add(const Ending& ending, bool count_classes) {
    result.hash = mix(result.hash, ending.chain_hash);
    if (ending.kind == Ending::Kind::cut) {
        ++result.blocked;
        return false;
    }
    if (ending.kind == Ending::Kind::too_long && ending.failure == Failure::none) {
        ++result.unended;
        return false;
    }
    ++result.executions;
    const bool fails = ending.failure != Failure::none;
    const bool best = fails && (!result.min_preemptions || ending.preemptions < *result.min_preemptions);
    if (best) result.min_preemptions = ending.preemptions;
    if (count_classes) count(ending.class_hash, ending.failure);
    else if (fails) ++(ending.failure == Failure::deadlock ? result.deadlocks : result.failures);
    return best;
}

void Tally::count(std::uint64_t hash, Failure failure) {
    if (!classes_.add(hash)) return;
    ++result.classes;
    if (noted_ != nullptr) noted_->push_back({hash, failure});
    if (failure != Failure::none) ++(failure == Failure::deadlock ? result.deadlocks : result.failures);
}

bool Tally::add(const Result& counted, std::span<const Class> classes) {
    result.hash = mix(result.hash, counted.hash);
    result.executions += counted.executions;
    result.blocked += counted.blocked;
    result.unended += counted.unended;
    for (const auto& each : classes) count(each.hash, each.failure);
    if (!counted.min_preemptions) return false;
    const bool best = !result.min_preemptions || *counted.min_preemptions < *result.min_preemptions;
    if (best) result.min_preemptions = counted.min_preemptions;
    return best;
}

}  // namespace fibrix::explore
