#include "tools/lab/ostep.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "tools/usage_error.hpp"

namespace fibrix::lab::ostep {
namespace {

// What of a case is given; all else is an output.
constexpr std::array inputs{"case",
                            "command",
                            "tool",
                            "policy",
                            "quantum",
                            "quanta_high_to_low",
                            "allotments_high_to_low",
                            "ioTime",
                            "boost",
                            "stay",
                            "iobump",
                            "cpus",
                            "slice",
                            "peek",
                            "cache_size",
                            "warmup",
                            "warm_rate",
                            "jobs",
                            "draws"};

}  // namespace

std::unique_ptr<Policy> policy(const std::string& text) {
    std::string why;
    auto made = make_policy(text, why);
    if (made == nullptr) throw UsageError(why);
    return made;
}

Duration ticks(const Json& count) {
    constexpr double most = 1e6;
    const auto value = count.get<double>();
    const bool sensible = value >= 0 && value <= most;  // a NaN is not
    if (!sensible) throw UsageError(fmt::format("{} is no time", count.dump()));
    return Duration(std::llround(value * static_cast<double>(tick.count())));
}

std::string in_words(const Json& count) { return fmt::format("{}ns", ticks(count).count()); }

double rounded(double value) { return std::stod(fmt::format("{:.2f}", value)); }

Json run_case(const Json& given) {
    if (!given.is_object()) throw UsageError("a case is a JSON object");
    Json all = Json::object();
    for (const auto& [name, value] : given.items())
        if (std::find(inputs.begin(), inputs.end(), name) != inputs.end()) all[name] = value;
    const auto tool = given.at("tool").get<std::string>();
    Json outputs;
    if (tool == "scheduler.py") outputs = run_scheduler(given);
    else if (tool == "mlfq.py") outputs = run_mlfq(given);
    else if (tool == "lottery.py") outputs = run_lottery(given);
    else if (tool == "multi.py") outputs = run_multi(given);
    else throw UsageError("tool '" + tool + "' is none of scheduler.py, mlfq.py, lottery.py, multi.py");
    all.update(outputs);
    return all;
}

}  // namespace fibrix::lab::ostep
