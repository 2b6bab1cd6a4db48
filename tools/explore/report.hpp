// What a person reads of a search: the verdict, and the counterexample with a column for each task.
#pragma once

#include <string>

#include "tools/explore/options.hpp"
#include "tools/explore/result.hpp"

namespace fibrix::explore {

std::string_view to_string(Failure failure) noexcept;
std::string_view to_string(Strategy strategy) noexcept;

std::string report(const Result& result, const Options& options);
/// The counts alone.
std::string report_counts(const Result& result);
/// The counts as one object; with the counterexample, if `whole`.
std::string to_json(const Result& result, bool whole);

}  // namespace fibrix::explore
