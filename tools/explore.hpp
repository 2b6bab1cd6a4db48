// `fibrix explore`: searches the interleavings of a program, or of a litmus text.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "tools/explore/options.hpp"

namespace fibrix {

struct ExploreCommand {
    explore::Options options;
    std::string strategy = "dpor";
    std::string litmus;              // a file; else a program
    std::string record;              // a file to write a recording of the counterexample to
    std::string time = "waits";      // free: each expiry is a choice
    std::string html;                // a file to write the counterexample to
    std::vector<std::string> words;  // the program and its arguments
    bool count = false, json = false;
};

CLI::App* add_explore_command(CLI::App& app, ExploreCommand& command);

/// Exit code: as the help says.
int run_explore(ExploreCommand command);

}  // namespace fibrix
