// How an execution that was found is made again: the command line that shows it, and a recording to go through.
#pragma once

#include "tools/explore.hpp"

namespace fibrix {

/// What a person types to see the execution `schedule` again; `more` are options besides.
std::string command_again(const ExploreCommand& command, const std::string& schedule, const std::string& more = {});

/// Runs the program once more, by `schedule`, and writes a recording of that to `command.record`.
void record_schedule(const ExploreCommand& command, const std::string& schedule);

}  // namespace fibrix
