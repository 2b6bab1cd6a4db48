// What limits a search from outside, and the search as far as that.
#pragma once

#include <chrono>
#include <optional>

#include "tools/explore/machine.hpp"
#include "tools/explore/search.hpp"
#include "tools/explore/tally.hpp"

namespace fibrix::explore {

class Limits {
public:
    explicit Limits(const Options& options) : options_(options), begin_(Clock::now()) {}

    /// Another execution may be made. Looks at the clock now and then only.
    bool allow(const Result& result);
    [[nodiscard]] double passed() const { return std::chrono::duration<double>(Clock::now() - begin_).count(); }
    /// Tells of the progress, if somebody wants to know and it is time.
    void tell(const Progress& progress);

private:
    using Clock = std::chrono::steady_clock;
    static constexpr unsigned between_looks = 64;

    const Options& options_;
    Clock::time_point begin_;
    double next_told_ = 0.2;
    unsigned since_look_ = 0;
};

/// Runs until `search` or the limits have an end; the failing schedule with the fewest preemptions goes to `failing`.
/// False if there is more to search.
bool search_all(Machine& machine, Search& search, const Options& options, Limits& limits, Tally& tally,
                std::optional<Schedule>& failing);

}  // namespace fibrix::explore
