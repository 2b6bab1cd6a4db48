// Trials as pictures: a Gantt chart as SVG, and a page that holds several, complete in itself.
#pragma once

#include <string>
#include <vector>

#include "tools/lab/trial.hpp"

namespace fibrix::lab {

std::string as_svg(const Trial& trial);
std::string as_html(const std::vector<Trial>& trials);

}  // namespace fibrix::lab
