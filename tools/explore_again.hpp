// How an execution that was found is made again: the command line that shows it, and a recording to go through.
#pragma once

#include "tools/explore.hpp"
#include "tools/explore/result.hpp"

namespace fibrix {

/// What a person types to see the execution that was `told` again; `more` are options besides.
std::string command_again(const ExploreCommand& command, const explore::Counterexample& told,
                          const std::string& more = {});

/// Runs the program once more in that way, and writes a recording of it to `command.record`.
void record_schedule(const ExploreCommand& command, const explore::Counterexample& told);

}  // namespace fibrix
