#include "tools/explore/explorer.hpp"

#include "tools/explore/critical.hpp"
#include "tools/explore/jobs.hpp"
#include "tools/explore/limits.hpp"
#include "tools/explore/search.hpp"
#include "tools/explore/shorten.hpp"
#include "tools/explore/subject_run.hpp"
#include "tools/explore/tally.hpp"

namespace fibrix::explore {
namespace {

bool is_random(Strategy strategy) {
    return strategy == Strategy::random || strategy == Strategy::pct || strategy == Strategy::pos;
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
    Result& result = tally.result;
    if (options.jobs > 0) {
        Jobs jobs(machine, options, limits, tally);
        result.complete = jobs.run(failing);
        if (const auto& crash = jobs.crash()) {
            result.counterexample = *crash;
            failing.reset();
        }
    } else {
        result.complete = search_all(machine, *make_search(options), options, limits, tally, failing);
    }
    result.complete &= result.unended == 0;
    result.name = runnable.name();
    result.bounded = options.max_preemptions || options.max_delays || is_random(options.strategy);
    if (failing) {
        const auto shortest = options.minimise ? shorten(machine, *failing, options) : Shortened{*failing, false};
        auto& told = result.counterexample.emplace(tell(machine, shortest.schedule));
        told.fewest = shortest.fewest;
        if (options.minimise) told.critical = find_critical_step(machine, shortest.schedule, options);
        result.min_preemptions = std::min(result.min_preemptions.value_or(told.preemptions), told.preemptions);
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
    const auto schedule = Schedule::parse(options.schedule).value_or(Schedule{});
    const auto crash = tell_crash(machine, schedule);
    result.counterexample = crash ? *crash : tell(machine, schedule);
    if (!crash && result.counterexample->failure != Failure::none)
        result.counterexample->critical = find_critical_step(machine, schedule, options);
    if (result.counterexample->failure == Failure::deadlock) result.deadlocks = 1;
    else if (result.counterexample->failure != Failure::none) result.failures = 1;
    return result;
}

Result explore(const Subject& subject, const Options& options) {
    SubjectRun runnable(subject);
    return options.schedule.empty() ? explore(runnable, options) : follow(runnable, options);
}

}  // namespace fibrix::explore
