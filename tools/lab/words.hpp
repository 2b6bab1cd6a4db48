// Text in pieces, and times as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/lab/job.hpp"

namespace fibrix::lab {

/// The pieces between; none of an empty text.
std::vector<std::string_view> split(std::string_view text, char between);
/// In ticks, with as many digits as are needed: "12", "2.5".
std::string in_ticks(Duration span);
std::string in_ticks(Time at);
double as_number(Duration span);

}  // namespace fibrix::lab
