// A Gantt chart as characters: a line for each job, a column for each piece of time.
#pragma once

#include <string>

#include "tools/lab/trial.hpp"

namespace fibrix::lab {

/// At most `width` columns of time.
std::string chart(const Trial& trial, std::size_t width);

}  // namespace fibrix::lab
