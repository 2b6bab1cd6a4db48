// A scenario: which hosts a simulation has, what runs on them, how far apart they are, and when what is done to them.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "kernel/world/simulated/latency.hpp"

namespace fibrix::simulate {

enum class Phase : std::uint8_t { load, chaos, heal, check };
inline constexpr std::size_t phase_count = 4;

std::string_view to_string(Phase phase) noexcept;

struct Command {
    std::vector<std::string> words;
    bool client = false;  ///< must end with status 0; else it is a server, which is started again whenever it ends
};

struct HostPlan {
    std::string name;
    std::string disk{};  ///< where it is mounted; empty: there is none
    std::vector<Command> commands{};
    bool lies_about_fsync = false;  ///< a planted bug: fsync does nothing

    [[nodiscard]] bool serves() const;
};

struct Scenario {
    std::vector<HostPlan> hosts{};
    simulated::Latency latency{};
    std::array<Duration, phase_count> lasts{std::chrono::seconds(1), std::chrono::seconds(5), std::chrono::seconds(1),
                                            std::chrono::seconds(30)};
    std::string faults{};  ///< what the file asks for

    /// When a phase begins.
    [[nodiscard]] Time begin_of(Phase phase) const;
    [[nodiscard]] Time end() const { return begin_of(Phase::check) + lasts[phase_count - 1]; }
};

/// What is wrong with `text`, beginning with the number of the line, or nothing.
std::string parse_scenario(std::string_view text, Scenario& scenario);

}  // namespace fibrix::simulate
