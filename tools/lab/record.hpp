// What is seen of an experiment: who had which processor when, and how each job fared.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernel/time.hpp"

namespace fibrix::lab {

inline constexpr std::size_t nobody = SIZE_MAX;

/// A job has computed on a processor without a pause, since one decision.
struct Span {
    int processor = 0;
    std::size_t job = nobody;
    Time from{}, to{};
    std::size_t level = 0;  ///< of a policy that has several
    std::string reason{};   ///< why this job
};

struct Event {
    enum class Kind : std::uint8_t { arrived, waits, woken, ended };
    Time at{};
    Kind kind{};
    std::size_t job = nobody;
};

struct Fate {
    Time arrival{}, first = never, end = never;
    Duration computed{}, blocked{};

    [[nodiscard]] Duration response() const noexcept { return first - arrival; }
    [[nodiscard]] Duration turnaround() const noexcept { return end - arrival; }
    /// How long it was ready and did not run.
    [[nodiscard]] Duration wait() const noexcept { return turnaround() - computed - blocked; }
};

struct Record {
    std::vector<Span> spans;             ///< in the order of their ends, on all processors
    std::vector<Event> events;           ///< in the order in which they happened
    std::vector<Fate> fates;             ///< of each job
    std::vector<std::size_t> decisions;  ///< whom the policy has picked
    Time end{};
    std::string wrong{};  ///< a deadlock, in words; empty: all went to its end
};

}  // namespace fibrix::lab
