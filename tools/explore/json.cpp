#include <nlohmann/json.hpp>

#include "tools/explore/report.hpp"

namespace fibrix::explore {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}

Json to_json(const Counterexample& told) {
    Json steps = Json::array();
    for (const auto& step : told.steps)
        steps.push_back({{"task", step.task},
                         {"request", step.request},
                         {"result", step.result},
                         {"preemption", step.preemption},
                         {"value", or_null(step.value)}});
    const auto text_or_null = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
    return {{"failure", to_string(told.failure)},
            {"what", told.what},
            {"schedule", told.schedule},
            {"preemptions", told.preemptions},
            {"fewest", told.fewest},
            {"tasks", told.tasks},
            {"critical_step", or_null(told.critical)},
            {"again", text_or_null(told.again)},
            {"replay", text_or_null(told.replay)},
            {"steps", std::move(steps)}};
}

}  // namespace

std::string to_json(const Result& result, bool whole) {
    Json json{{"name", result.name},
              {"complete", result.complete},
              {"interleavings", or_null(result.interleavings)},
              {"classes", result.classes},
              {"executions", result.executions},
              {"blocked", result.blocked},
              {"deadlocks", result.deadlocks},
              {"failures", result.failures},
              {"min_preemptions", or_null(result.min_preemptions)}};
    if (whole) {
        json["hash"] = result.hash;
        json["seconds"] = result.seconds;
        json["unended"] = result.unended;
        json["counterexample"] = result.counterexample ? to_json(*result.counterexample) : Json();
    }
    return json.dump(2) + "\n";
}

}  // namespace fibrix::explore
