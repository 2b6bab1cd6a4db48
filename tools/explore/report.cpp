#include "tools/explore/report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fibrix::explore {
namespace {

constexpr std::size_t widest = 34;

std::string cut(std::string text, std::size_t width) {
    if (text.size() > width) text.resize(width - 1), text += "~";
    return text;
}

std::string shown(const Step& step) {
    std::string text = step.request;
    if (!step.result.empty() && step.result != "0") text += " = " + step.result;
    return text;
}

// One column per task. `*`: the task before could have gone on; `>`: from here on every continuation fails.
std::string table(const Counterexample& told) {
    std::vector<std::size_t> widths;
    widths.reserve(told.tasks.size());
    for (const auto& name : told.tasks) widths.push_back(std::min(name.size(), widest));
    for (const auto& step : told.steps) widths[step.task] = std::clamp(shown(step).size(), widths[step.task], widest);
    std::string text = "      ";
    for (std::size_t i = 0; i < told.tasks.size(); ++i)
        text += fmt::format("  {:<{}}", cut(told.tasks[i], widest), widths[i]);
    text += '\n';
    for (std::size_t i = 0; i < told.steps.size(); ++i) {
        const Step& step = told.steps[i];
        const char* mark = told.critical == i ? ">" : " ";
        std::size_t before = 0;
        for (std::size_t task = 0; task < step.task; ++task) before += widths[task] + 2;
        text += fmt::format("{}{:>4}{} {:{}} {}\n", mark, i + 1, step.preemption ? "*" : " ", "", before,
                            cut(shown(step), widest));
    }
    return text;
}

std::string counted(std::uint64_t number, std::string_view what) {
    if (number == 1) return fmt::format("1 {}", what);
    const bool es = what.ends_with("s");
    return fmt::format("{} {}{}", number, what, es ? "es" : "s");
}

std::string describe_search(const Result& result, const Options& options) {
    std::string text = counted(result.executions, "execution");
    if (result.classes > 0) text += fmt::format(" ({})", counted(result.classes, "class"));
    if (result.blocked > 0) text += fmt::format(", {} cut", result.blocked);
    if (result.unended > 0) text += fmt::format(", {} not followed to their end", result.unended);
    if (options.max_preemptions)
        text += fmt::format(", with at most {}", counted(*options.max_preemptions, "preemption"));
    if (options.max_delays) text += fmt::format(", with at most {}", counted(*options.max_delays, "delay"));
    if (!result.bounded) return text + (result.complete ? ", complete" : ", not complete");
    const bool random = !options.max_preemptions && !options.max_delays && options.schedule.empty();
    return text + (random ? fmt::format(", chosen by {} with seed {}: others may fail", to_string(options.strategy),
                                        options.seed)
                   : result.complete ? ", all of these: others may fail"
                                     : ", not all of these");
}

}  // namespace

std::string_view to_string(Failure failure) noexcept {
    switch (failure) {
        case Failure::none: return "no failure";
        case Failure::assertion: return "assertion failed";
        case Failure::deadlock: return "deadlock";
        case Failure::lost_wakeup: return "lost wake-up";
        case Failure::never_ends: return "it can never end";
        case Failure::livelock: return "livelock";
        case Failure::leak: return "leak";
        case Failure::crash: return "crash";
    }
    return "?";
}

std::string_view to_string(Strategy strategy) noexcept {
    switch (strategy) {
        case Strategy::dfs: return "dfs";
        case Strategy::sleep: return "sleep";
        case Strategy::dpor: return "dpor";
        case Strategy::random: return "random";
        case Strategy::pct: return "pct";
        case Strategy::pos: return "pos";
    }
    return "?";
}

std::string report(const Result& result, const Options& options) {
    if (!result.counterexample)
        return fmt::format("{}: no failure: {}\n", result.name, describe_search(result, options));
    const Counterexample& told = *result.counterexample;
    std::string text =
        fmt::format("{}: {}: {}\n", result.name, to_string(told.failure), describe_search(result, options));
    if (!told.what.empty()) text += told.what + "\n";
    text += fmt::format("\n{} with {}{}{}:\n\n",
                        options.schedule.empty() ? "The shortest interleaving found" : "The interleaving",
                        counted(told.preemptions, "preemption"), told.preemptions > 0 ? " (*)" : "",
                        told.fewest ? "" : "; not all with fewer were tried");
    text += table(told);
    if (told.critical) text += fmt::format("\nAfter step {} (>) every continuation fails.\n", *told.critical + 1);
    if (!told.followed)
        text += "\nThe schedule is of another program, or of other options: it could not be followed.\n";
    if (!told.again.empty()) text += "\nAgain:  " + told.again + "\n";
    return told.replay.empty() ? text : text + "Replay: " + told.replay + "\n";
}

std::string report_counts(const Result& result) {
    const auto or_dash = [](const auto& value) { return value ? fmt::format("{}", *value) : std::string("-"); };
    return fmt::format("interleavings    {}\nclasses          {}\nexecutions       {}\nblocked          {}\n"
                       "deadlocks        {}\nfailures         {}\nmin preemptions  {}\ncomplete         {}\n",
                       or_dash(result.interleavings), result.classes, result.executions, result.blocked,
                       result.deadlocks, result.failures, or_dash(result.min_preemptions),
                       result.complete ? "yes" : "no");
}

}  // namespace fibrix::explore
