#include "tools/explore/explorer.hpp"

#include <chrono>

#include "tools/explore/critical.hpp"
#include "tools/explore/search.hpp"
#include "tools/explore/shorten.hpp"
#include "tools/explore/subject_run.hpp"
#include "tools/explore/tally.hpp"

namespace fibrix::explore {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

bool is_random(Strategy strategy) {
    return strategy == Strategy::random || strategy == Strategy::pct || strategy == Strategy::pos;
}

/// What limits a search from outside.
class Limits {
public:
    explicit Limits(const Options& options) : options_(options), begin_(Clock::now()) {}

    /// Another execution may be made. Looks at the clock now and then only.
    bool allow(const Result& result) {
        const auto made = result.executions + result.blocked;
        if (options_.max_executions > 0 && made >= options_.max_executions) return false;
        if (++since_look_ < between_looks && made > 1) return true;
        since_look_ = 0;
        const double passed = seconds_since(begin_);
        if (options_.on_progress && passed >= next_told_) tell(result, passed);
        return options_.max_seconds <= 0 || passed < options_.max_seconds;
    }
    [[nodiscard]] double passed() const { return seconds_since(begin_); }

private:
    void tell(const Result& result, double passed) {
        next_told_ = passed + 0.2;
        Progress progress{result.executions, result.classes, result.blocked, 0, {}};
        progress.per_second = static_cast<double>(result.executions + result.blocked) / passed;
        options_.on_progress(progress);
    }
    static constexpr unsigned between_looks = 64;
    const Options& options_;
    Clock::time_point begin_;
    double next_told_ = 0.2;
    unsigned since_look_ = 0;
};

/// Runs until `search` or the limits have an end; the first failing schedule goes to `failing`.
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

// All schedules there are, each made.
std::optional<std::uint64_t> count_interleavings(Machine& machine, const Options& options) {
    Options all = options;
    all.max_preemptions.reset();
    all.max_delays.reset();
    Tally tally;
    Limits limits(all);
    std::optional<Schedule> failing;
    all.stop_at_failure = all.count_classes = false;
    const auto search = make_depth_first(all);
    if (!search_all(machine, *search, all, limits, tally, failing)) return {};
    return tally.result.executions;
}

}  // namespace

std::unique_ptr<Search> make_search(const Options& options) {
    if (options.max_preemptions || options.max_delays) return make_depth_first(options);
    switch (options.strategy) {
        case Strategy::dfs: return make_depth_first(options);
        case Strategy::sleep: return make_sleep_sets(options);
        case Strategy::dpor: return make_source_sets(options);
        case Strategy::random: return make_random(options);
        case Strategy::pct: return make_pct(options);
        case Strategy::pos: return make_pos(options);
    }
    return nullptr;
}

Result explore(Runnable& runnable, const Options& options) {
    Machine machine(runnable, options);
    Tally tally;
    Limits limits(options);
    std::optional<Schedule> failing;
    const auto search = make_search(options);
    Result& result = tally.result;
    result.complete = search_all(machine, *search, options, limits, tally, failing);
    result.name = runnable.name();
    result.bounded = options.max_preemptions || options.max_delays || is_random(options.strategy);
    if (failing) {
        const auto shortest = options.minimise ? shorten(machine, *failing, options) : *failing;
        result.counterexample = tell(machine, shortest);
        if (options.minimise) result.counterexample->critical = find_critical_step(machine, shortest, options);
        const auto fewest = result.counterexample->preemptions;
        result.min_preemptions = std::min(result.min_preemptions.value_or(fewest), fewest);
    }
    if (options.interleavings) result.interleavings = count_interleavings(machine, options);
    result.seconds = limits.passed();
    return result;
}

Result follow(Runnable& runnable, const Options& options) {
    Machine machine(runnable, options);
    Result result;
    result.name = runnable.name();
    result.complete = result.bounded = true;
    result.executions = 1;
    result.counterexample = tell(machine, Schedule::parse(options.schedule).value_or(Schedule{}));
    if (result.counterexample->failure == Failure::deadlock) result.deadlocks = 1;
    else if (result.counterexample->failure != Failure::none) result.failures = 1;
    return result;
}

Result explore(const Subject& subject, const Options& options) {
    SubjectRun runnable(subject);
    return options.schedule.empty() ? explore(runnable, options) : follow(runnable, options);
}

}  // namespace fibrix::explore
