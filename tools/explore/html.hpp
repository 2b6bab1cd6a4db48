// A counterexample as a page that needs nothing else.
#pragma once

#include <string>

#include "tools/explore/result.hpp"

namespace fibrix::explore {

/// `told` is the counterexample of the search of that name.
std::string to_html(const std::string& name, const Counterexample& told, const std::string& command);

}  // namespace fibrix::explore
