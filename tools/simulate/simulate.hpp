// `fibrix simulate`: runs a scenario, with one seed or with many.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace fibrix {

struct SimulateOptions {
    std::string file;
    std::uint64_t seed = 0;
    std::string seeds;                  // "A..B": all from A to B
    std::optional<std::string> faults;  // a plan, or "swarm"; else what the file says
    unsigned jobs = 1;
    bool json = false;
};

/// The subcommand; what it has read is in `options`.
CLI::App* add_simulate(CLI::App& app, SimulateOptions& options);

/// Exit code: 0 all runs have passed, 1 one has failed, 2 none has failed but a fault that was asked for never
/// happened. Throws UsageError.
int run_simulation(const SimulateOptions& options);

}  // namespace fibrix
