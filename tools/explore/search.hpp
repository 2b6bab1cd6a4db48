// A strategy: a Decider that also says whether there is another execution to make.
#pragma once

#include <memory>
#include <optional>

#include "tools/explore/decider.hpp"
#include "tools/explore/ending.hpp"
#include "tools/explore/options.hpp"

namespace fibrix::explore {

class Search : public Decider {
public:
    /// Before each execution but the first: false if all have been made.
    virtual bool advance(const Ending& last) = 0;
    /// How many executions there may be in all, as far as can be seen.
    [[nodiscard]] virtual std::optional<double> estimate() const { return {}; }
};

/// The strategy that `options` ask for.
std::unique_ptr<Search> make_search(const Options& options);

std::unique_ptr<Search> make_depth_first(const Options& options);
std::unique_ptr<Search> make_sleep_sets(const Options& options);
std::unique_ptr<Search> make_source_sets(const Options& options);
std::unique_ptr<Search> make_random(const Options& options);
std::unique_ptr<Search> make_pct(const Options& options);
std::unique_ptr<Search> make_pos(const Options& options);

}  // namespace fibrix::explore
