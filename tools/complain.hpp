// The one line that says what is wrong; where standard error cannot be written, nothing is left to be said.
#pragma once

#include <cstdio>
#include <string>

namespace fibrix {

inline void complain(const std::string& what) {
    const auto line = "fibrix: " + what + "\n";
    [[maybe_unused]] const auto written = std::fputs(line.c_str(), stderr);
}

}  // namespace fibrix
