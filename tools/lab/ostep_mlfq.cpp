// mlfq.py: the multi-level feedback queue, with jobs that do I/O each so many ticks.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "syscalls/sys.hpp"
#include "tools/lab/experiment.hpp"
#include "tools/lab/ostep.hpp"
#include "tools/usage_error.hpp"

namespace fibrix::lab::ostep {
namespace {

std::string joined(const Json& list, std::string (*write)(const Json&)) {
    std::string text;
    for (const auto& each : list) text += (text.empty() ? "" : "+") + write(each);
    return text;
}

std::string policy_of(const Json& given) {
    const auto flag = [&](const char* name) { return given.at(name).get<bool>() ? "on" : "off"; };
    auto text = fmt::format("mlfq:quirks=on,quanta={},allotments={},stay={},bump={}",
                            joined(given.at("quanta_high_to_low"), in_words),
                            joined(given.at("allotments_high_to_low"), [](const Json& each) { return each.dump(); }),
                            flag("stay"), flag("iobump"));
    if (given.at("boost") != 0) text += ",boost=" + in_words(given.at("boost"));
    return text;
}

// Computes `run`, with I/O after each `every` of it but at the end.
void compute_with_io(Duration run, Duration every, Duration io) {
    while (run > every && every > Duration::zero()) {
        sys::compute(every).value();
        run -= every;
        wait_until(sys::now() + io);
    }
    sys::compute(run).value();
}

// What is told at one instant: first the ends of what has run up to then.
int rank(std::string_view what) {
    if (what == "IO_START" || what == "FINISHED") return 0;
    if (what == "BOOST") return 1;
    return what == "IDLE" ? 3 : 2;
}

Json events(const Record& record, Duration boost) {
    constexpr std::array names{"JOB BEGINS", "IO_START", "IO_DONE", "FINISHED"};
    std::vector<std::tuple<std::int64_t, std::string, Json>> all;
    all.reserve(record.events.size());
    for (const auto& each : record.events)
        all.emplace_back(count(each.at), names[static_cast<std::size_t>(each.kind)], each.job);
    if (boost > Duration::zero())
        for (Time at{boost}; at < record.end; at += boost) all.emplace_back(count(at), "BOOST", nullptr);
    Time busy{};
    for (const auto& span : record.spans) {
        for (; busy < span.from; busy += tick) all.emplace_back(count(busy), "IDLE", nullptr);
        busy = span.to;
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return std::pair(std::get<0>(a), rank(std::get<1>(a))) < std::pair(std::get<0>(b), rank(std::get<1>(b)));
    });
    Json list = Json::array();
    for (const auto& [at, what, job] : all) list.push_back({at, what, job});
    return list;
}

Json timeline(const Record& record) {
    Json list = Json::array();
    for (const auto& span : record.spans) {
        const bool goes_on = !list.empty() && list.back()[2] == span.job && list.back()[1] == count(span.from);
        if (goes_on) list.back()[1] = count(span.to);
        else list.push_back({count(span.from), count(span.to), span.job});
    }
    return list;
}

}  // namespace

Json run_mlfq(const Json& given) {
    Experiment experiment(policy(policy_of(given)), {});
    const auto io = ticks(given.at("ioTime"));
    for (const auto& each : given.at("jobs")) {
        const auto run = ticks(each.at("run")), every = ticks(each.at("ioFreq"));
        if (run == Duration::zero()) throw UsageError("a job of no length never ends in mlfq.py");
        experiment.add({.name = "job", .arrival = Time(ticks(each.at("arrival")))},
                       [=] { compute_with_io(run, every, io); });
    }
    const Record record = experiment.run();
    Json levels = Json::array(), stats = Json::object();
    for (const auto& span : record.spans)
        for (Time at = span.from; at < span.to; at += tick) levels.push_back({count(at), span.job, span.level});
    for (std::size_t job = 0; job < record.fates.size(); ++job) {
        const Fate& fate = record.fates[job];
        stats[std::to_string(job)] = {{"arrival", count(fate.arrival)},
                                      {"response", count(fate.response())},
                                      {"turnaround", count(fate.turnaround())}};
    }
    return {{"timeline", timeline(record)},
            {"levels", levels},
            {"events", events(record, ticks(given.at("boost")))},
            {"stats", stats}};
}

}  // namespace fibrix::lab::ostep
