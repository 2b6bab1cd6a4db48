// scheduler.py: FIFO, SJF and RR, all jobs at time 0.

#include <algorithm>
#include <cmath>

#include "tools/lab/experiment.hpp"
#include "tools/lab/ostep.hpp"
#include "tools/usage_error.hpp"

namespace fibrix::lab::ostep {
namespace {

double number(Duration span) { return static_cast<double>(span.count()) / static_cast<double>(tick.count()); }

std::string policy_of(const Json& given) {
    const auto name = given.at("policy").get<std::string>();
    if (name == "FIFO") return "fifo";
    if (name == "SJF") return "sjf";
    if (name == "RR") return "rr:quantum=" + in_words(given.at("quantum"));
    throw UsageError("policy '" + name + "' is none of FIFO, SJF, RR");
}

// The original prints starts as whole numbers.
Json segment(const Span& span) {
    const double from = std::floor(number(span.from.time_since_epoch()));
    return {from, from + rounded(number(span.to - span.from)), span.job};
}

// A job of no length has its moment too.
Record with_empty_jobs(Record record) {
    for (std::size_t job = 0; job < record.fates.size(); ++job) {
        Fate& fate = record.fates[job];
        if (fate.first != never) continue;
        fate.first = fate.end;
        const auto place = std::find_if(record.spans.begin(), record.spans.end(),
                                        [&](const Span& each) { return each.from >= fate.end; });
        record.spans.insert(place, {0, job, fate.end, fate.end});
    }
    return record;
}

std::vector<std::size_t> in_order_of_statistics(const Record& record, bool of_runs) {
    std::vector<std::size_t> order;
    if (of_runs)
        for (const auto& span : record.spans) order.push_back(span.job);
    else
        for (std::size_t job = 0; job < record.fates.size(); ++job) order.push_back(job);
    return order;
}

}  // namespace

Json run_scheduler(const Json& given) {
    Experiment experiment(policy(policy_of(given)), {});
    for (const auto& each : given.at("jobs")) {
        Job job{.name = "job", .bursts = {{ticks(each.at("run")), {}}}};
        job.scheduling.burst = job.computes();
        experiment.add(job);
    }
    const Record record = with_empty_jobs(experiment.run());
    Json timeline = Json::array(), stats = Json::object();
    for (const auto& span : record.spans) timeline.push_back(segment(span));
    double response = 0, turnaround = 0, wait = 0;
    for (const auto job : in_order_of_statistics(record, given.at("policy") != "RR")) {
        const Fate& fate = record.fates[job];
        stats[std::to_string(job)] = {{"response", rounded(number(fate.response()))},
                                      {"turnaround", rounded(number(fate.turnaround()))},
                                      {"wait", rounded(number(fate.wait()))}};
        response += number(fate.response());
        turnaround += number(fate.turnaround());
        wait += number(fate.wait());
    }
    const auto jobs = static_cast<double>(record.fates.size());
    return {{"timeline", timeline},
            {"stats", stats},
            {"average",
             {{"response", rounded(response / jobs)},
              {"turnaround", rounded(turnaround / jobs)},
              {"wait", rounded(wait / jobs)}}}};
}

}  // namespace fibrix::lab::ostep
