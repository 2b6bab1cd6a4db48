// A counterexample as a page that needs nothing else.
#pragma once

#include <string>

#include "tools/explore/result.hpp"

namespace fibrix::explore {

std::string to_html(const Result& result, const std::string& command);

}  // namespace fibrix::explore
