// A report as JSON, for people's programs and between a campaign's processes.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "tools/simulate/run.hpp"

namespace fibrix::simulate {

nlohmann::json to_json(const Report& report);
/// What `to_json` has given.
Report report_from(const nlohmann::json& json);

}  // namespace fibrix::simulate
