// The command `fibrix trace`: pictures of a trace that --trace has written.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

namespace fibrix::trace {

struct Options {
    std::string form, file, axis;
    std::optional<std::string> output;
};

CLI::App* add_command(CLI::App& app, Options& options);
int run_command(const Options& options);

}  // namespace fibrix::trace
