// A trial as text and as JSON, and several side by side.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tools/lab/trial.hpp"

namespace fibrix::lab {

/// The chart, a table of the jobs, and what holds for all; with `timeline` each span, and why it was this job.
std::string as_text(const Trial& trial, std::size_t width, bool timeline);
nlohmann::ordered_json as_json(const Trial& trial);
/// Of several policies on one workload.
std::string compare_text(const std::vector<Trial>& trials, std::size_t width);

}  // namespace fibrix::lab
