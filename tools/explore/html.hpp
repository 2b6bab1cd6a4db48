// A counterexample as a page that needs nothing else.
#pragma once

#include <string>

#include "tools/explore/result.hpp"

namespace fibrix::explore {

/// `told` is the counterexample of the search of `whose` interleavings.
std::string to_html(const std::string& whose, const Counterexample& told);

}  // namespace fibrix::explore
