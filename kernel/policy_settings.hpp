// What can be set of a policy, and how it was: "mlfq:levels=3,quantum=10".
//
// A policy declares its parameters as data. Everything that is written is checked against them before the policy is
// made, so a policy only ever sees values that make sense.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/time.hpp"

namespace fibrix {

struct PolicyParameter {
    enum class Kind : std::uint8_t { duration, number, flag, durations, numbers };

    std::string_view name;
    Kind kind;
    std::string_view value;  ///< if nothing is said: "10ms", "3", "10ms+20ms"; or a word for nothing, which reads as 0
    std::string_view help;
};

/// What can be written, in words: "on or off".
std::string_view describe(PolicyParameter::Kind kind) noexcept;

class PolicySettings {
public:
    /// Reads "name=value,name=value". In `why`, unless it is empty: what is wrong with it.
    PolicySettings(const std::vector<PolicyParameter>& parameters, std::string_view text, std::string& why);

    [[nodiscard]] Duration duration(std::string_view name) const;
    [[nodiscard]] std::size_t number(std::string_view name) const;
    [[nodiscard]] bool flag(std::string_view name) const;
    [[nodiscard]] std::vector<Duration> durations(std::string_view name) const;
    [[nodiscard]] std::vector<std::size_t> numbers(std::string_view name) const;

private:
    std::map<std::string_view, std::string> values_;
};

/// "10" and "10ms" are ten milliseconds; also ns, us, s. False: it is no duration, or none that can be counted.
bool read_duration(std::string_view text, Duration& duration);

}  // namespace fibrix
