// A strategy: a Decider that also says whether there is another execution to make.
#pragma once

#include <memory>

#include "tools/explore/decider.hpp"
#include "tools/explore/ending.hpp"
#include "tools/explore/options.hpp"

namespace fibrix::explore {

class Search : public Decider {
public:
    /// Before each execution but the first: false if all have been made.
    virtual bool advance(const Ending& last) = 0;

    // For who shares a search among several (jobs.hpp). One that is random has no parts.

    /// Executions are cut before the step `steps`, counted from 0.
    virtual void stop_before([[maybe_unused]] std::uint32_t steps) {}
    /// The last execution was cut because of that: the search of all that begins like it.
    [[nodiscard]] virtual std::unique_ptr<Search> rest() const { return nullptr; }
    /// The next execution is that of this number, counted from 0; only of a random one.
    virtual void jump_to([[maybe_unused]] std::uint64_t execution) {}
};

/// The strategy that `options` ask for.
std::unique_ptr<Search> make_search(const Options& options);

/// As they do for `stop_before`: without what would leave out beginnings that only the rest asks for.
std::unique_ptr<Search> make_beginnings(const Options& options);

std::unique_ptr<Search> make_depth_first(const Options& options);
std::unique_ptr<Search> make_sleep_sets(const Options& options);
std::unique_ptr<Search> make_source_sets(const Options& options);
std::unique_ptr<Search> make_random(const Options& options);
std::unique_ptr<Search> make_pct(const Options& options);
std::unique_ptr<Search> make_pos(const Options& options);

}  // namespace fibrix::explore
