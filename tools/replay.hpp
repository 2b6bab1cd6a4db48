// fibrix replay: runs a recording again, to its end or to a step, and lets a person go through it.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>

namespace fibrix {

struct ReplayOptions {
    std::string file;
    std::optional<std::uint64_t> to;    // the request to stop at
    std::optional<std::uint64_t> back;  // how many before that, or before the end
    bool step = false;                  // a person says how it goes on
    bool silent = false;                // nothing is printed before that step
    bool hash = false;
    std::string log_level = "warning";
};

CLI::App* add_replay_command(CLI::App& app, ReplayOptions& options);

/// The exit code: the recorded run's own; 0 if it was to stop somewhere; else as the help says.
int replay(const ReplayOptions& options);

}  // namespace fibrix
