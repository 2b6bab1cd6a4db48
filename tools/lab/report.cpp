#include "tools/lab/report.hpp"

#include <fmt/format.h>

#include "tools/lab/chart.hpp"
#include "tools/lab/words.hpp"

namespace fibrix::lab {
namespace {

using Json = nlohmann::ordered_json;

std::string jobs_table(const Trial& trial) {
    auto text = fmt::format("{:<12} {:>8} {:>9} {:>8} {:>10} {:>8} {:>8}\n", "job", "arrival", "computed", "response",
                            "turnaround", "wait", "end");
    for (std::size_t i = 0; i < trial.record.fates.size(); ++i) {
        const Fate& fate = trial.record.fates[i];
        const bool late = fate.end > trial.workload->jobs[i].scheduling.deadline;
        text +=
            fmt::format("{:<12} {:>8} {:>9} {:>8} {:>10} {:>8} {:>8}{}\n", trial.workload->jobs[i].name,
                        in_ticks(fate.arrival), in_ticks(fate.computed), in_ticks(fate.response()),
                        in_ticks(fate.turnaround()), in_ticks(fate.wait()), in_ticks(fate.end), late ? "  late" : "");
    }
    return text + fmt::format("{:<12} {:>8} {:>9} {:>8.2f} {:>10.2f} {:>8.2f}\n", "average", "", "",
                              trial.average.response, trial.average.turnaround, trial.average.wait);
}

std::string for_all(const Trial& trial) {
    auto text = fmt::format("ends at {}; utilisation {:.1f} %, fairness {:.3f}, {} switches",
                            in_ticks(trial.record.end), 100 * trial.utilisation, trial.fairness, trial.switches);
    if (trial.missed > 0) text += fmt::format(", {} deadlines missed", trial.missed);
    for (std::size_t i = 0; i < trial.warm.size(); ++i)
        text += fmt::format("{} {:.1f} %", i == 0 ? "; warm" : ",", 100 * trial.warm[i]);
    return text + "\n";
}

std::string timeline(const Trial& trial) {
    std::string text = "      from        to  cpu  job\n";
    for (const auto& span : trial.record.spans)
        text += fmt::format("{:>10} {:>9} {:>4}  {:<10} {}\n", in_ticks(span.from), in_ticks(span.to), span.processor,
                            trial.workload->jobs[span.job].name, span.reason);
    return text;
}

}  // namespace

std::string as_text(const Trial& trial, std::size_t width, bool with_timeline) {
    auto text = fmt::format("policy {}\n{}\n", trial.policy, chart(trial, width));
    if (with_timeline) text += timeline(trial) + "\n";
    text += jobs_table(trial) + for_all(trial);
    if (!trial.output.empty()) text += "\nwhat the programs wrote:\n" + trial.output;
    return text;
}

Json as_json(const Trial& trial) {
    constexpr std::array kinds{"arrived", "waits", "woken", "ended"};
    Json jobs = Json::array(), spans = Json::array(), events = Json::array();
    for (std::size_t i = 0; i < trial.record.fates.size(); ++i) {
        const Fate& fate = trial.record.fates[i];
        jobs.push_back({{"name", trial.workload->jobs[i].name},
                        {"arrival", as_number(fate.arrival.time_since_epoch())},
                        {"computed", as_number(fate.computed)},
                        {"blocked", as_number(fate.blocked)},
                        {"response", as_number(fate.response())},
                        {"turnaround", as_number(fate.turnaround())},
                        {"wait", as_number(fate.wait())},
                        {"end", as_number(fate.end.time_since_epoch())},
                        {"late", fate.end > trial.workload->jobs[i].scheduling.deadline}});
    }
    for (const auto& span : trial.record.spans)
        spans.push_back({{"cpu", span.processor},
                         {"job", trial.workload->jobs[span.job].name},
                         {"from", as_number(span.from.time_since_epoch())},
                         {"to", as_number(span.to.time_since_epoch())},
                         {"level", span.level},
                         {"reason", span.reason}});
    for (const auto& each : trial.record.events)
        events.push_back({{"at", as_number(each.at.time_since_epoch())},
                          {"what", kinds[static_cast<std::size_t>(each.kind)]},
                          {"job", trial.workload->jobs[each.job].name}});
    Json all{{"policy", trial.policy},
             {"processors", trial.workload->conditions.processors},
             {"end", as_number(trial.record.end.time_since_epoch())},
             {"jobs", jobs},
             {"average",
              {{"response", trial.average.response},
               {"turnaround", trial.average.turnaround},
               {"wait", trial.average.wait}}},
             {"fairness", trial.fairness},
             {"utilisation", trial.utilisation},
             {"switches", trial.switches},
             {"missed", trial.missed},
             {"timeline", spans},
             {"events", events}};
    if (!trial.warm.empty()) all["warm"] = trial.warm;
    if (!trial.output.empty()) all["output"] = trial.output;
    return all;
}

std::string compare_text(const std::vector<Trial>& trials, std::size_t width) {
    std::string text;
    for (const auto& trial : trials) text += fmt::format("policy {}\n{}\n", trial.policy, chart(trial, width));
    text += fmt::format("{:<28} {:>8} {:>10} {:>8} {:>8} {:>8} {:>8} {:>6}\n", "policy", "response", "turnaround",
                        "wait", "end", "fairness", "switches", "late");
    for (const auto& trial : trials)
        text += fmt::format("{:<28} {:>8.2f} {:>10.2f} {:>8.2f} {:>8} {:>8.3f} {:>8} {:>6}\n", trial.policy,
                            trial.average.response, trial.average.turnaround, trial.average.wait,
                            in_ticks(trial.record.end), trial.fairness, trial.switches, trial.missed);
    return text;
}

}  // namespace fibrix::lab
