#include "tools/simulate/report_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace fibrix::simulate {

using simulated::Fault;
using simulated::fault_count;

nlohmann::json to_json(const Report& report) {
    auto faults = nlohmann::json::object();
    for (std::size_t i = 0; i < fault_count; ++i)
        if (report.plan.wants(static_cast<Fault>(i)) || report.faults[i] > 0)
            faults[std::string(kind_of(static_cast<Fault>(i)).name)] = report.faults[i];
    return {{"seed", report.seed},
            {"ending", to_string(report.ending)},
            {"why", report.why},
            {"plan", to_string(report.plan)},
            {"faults", std::move(faults)},
            {"events", report.events},
            {"steps", report.steps},
            {"requests", report.requests},
            {"fingerprint", fmt::format("{:016x}", report.fingerprint)},
            {"nanoseconds", report.ended.time_since_epoch().count()}};
}

Report report_from(const nlohmann::json& json) {
    constexpr int hexadecimal = 16;
    Report report{.seed = json.at("seed"), .why = json.at("why")};
    for (const auto ending : {Ending::passed, Ending::failed, Ending::invalid})
        if (json.at("ending") == to_string(ending)) report.ending = ending;
    simulated::FaultPlan::parse(json.at("plan").get<std::string>(), report.plan);
    for (std::size_t i = 0; i < fault_count; ++i)
        report.faults[i] = json.at("faults").value(std::string(kind_of(static_cast<Fault>(i)).name), std::uint64_t{0});
    report.events = json.at("events");
    report.steps = json.at("steps");
    report.requests = json.at("requests");
    report.fingerprint = std::stoull(json.at("fingerprint").get<std::string>(), nullptr, hexadecimal);
    report.ended = Time(Duration(json.at("nanoseconds").get<std::int64_t>()));
    return report;
}

}  // namespace fibrix::simulate
