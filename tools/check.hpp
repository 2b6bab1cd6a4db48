// `fibrix check`: whether a shared object from outside this tree can be loaded, and what is in it.
#pragma once

#include <string>
#include <vector>

namespace fibrix {

/// Loads each of `files` and says what it holds, one line each; what is wrong with one is a line on standard error. A
/// program must have no mutable statics. Exit code: 0, 1 (a mutable static), 125 (cannot be loaded), 127 (not there).
int check_files(const std::vector<std::string>& files);

}  // namespace fibrix
