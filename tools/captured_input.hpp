// Standard input, read once and given to several runs.
#pragma once

#include <string>

namespace fibrix {

/// All that can be read from standard input; a terminal gives nothing.
std::string read_input();

/// A descriptor from which `text` can be read; -1 if the host has none left.
int input_with(const std::string& text);

}  // namespace fibrix
