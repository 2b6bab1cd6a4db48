// `fibrix lab`: the laboratory for scheduling.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fibrix {

struct LabOptions {
    std::string policy = "rr:quantum=10";
    std::vector<std::string> policies;  // to compare
    std::optional<std::string> jobs, file, switch_cost;
    std::optional<int> processors;
    std::uint64_t seed = 1;
    std::size_t count = 3;
    bool waits = false;  // of random jobs
    std::size_t width = 100;
    bool timeline = false, json = false, rules = false, predict = false;
    std::string svg, html, check, compat, cases;
};

struct LabCommand {
    CLI::App *sched = nullptr, *compare = nullptr;
    LabOptions options;
};

CLI::App* add_lab_command(CLI::App& app, LabCommand& command);

/// Exit code: 0; 1 if answers that were checked are not all right.
int run_lab(const LabCommand& command);

}  // namespace fibrix
