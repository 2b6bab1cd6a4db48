#include "tools/explore/limits.hpp"

namespace fibrix::explore {

bool Limits::allow(const Result& result) {
    const auto made = result.executions + result.blocked;
    if (options_.max_executions > 0 && made >= options_.max_executions) return false;
    if (++since_look_ < between_looks && made > 1) return true;
    since_look_ = 0;
    tell({result.executions, result.classes, result.blocked, 0, {}});
    return options_.max_seconds <= 0 || passed() < options_.max_seconds;
}

void Limits::tell(const Progress& progress) {
    constexpr double between = 0.2;
    const double now = passed();
    if (!options_.on_progress || now < next_told_) return;
    next_told_ = now + between;
    Progress told = progress;
    told.per_second = static_cast<double>(progress.executions + progress.blocked) / now;
    options_.on_progress(told);
}

bool search_all(Machine& machine, Search& search, const Options& options, Limits& limits, Tally& tally,
                std::optional<Schedule>& failing) {
    for (bool more = true; more;) {
        const Ending ending = machine.run(search);
        if (tally.add(ending, options.count_classes)) failing = machine.schedule();
        if (failing && options.stop_at_failure) return false;
        more = search.advance(ending);
        if (more && !limits.allow(tally.result)) return false;
    }
    return true;
}

}  // namespace fibrix::explore
