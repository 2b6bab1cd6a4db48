#include "tools/explore/shorten.hpp"

#include "tools/explore/script.hpp"
#include "tools/explore/search.hpp"

namespace fibrix::explore {
namespace {

constexpr unsigned patience = 50'000;  // executions

/// The first execution with at most `preemptions` that fails, or nothing.
std::optional<Schedule> find(Machine& machine, unsigned preemptions, const Options& options, unsigned& left) {
    Options bounded = options;
    bounded.max_preemptions = preemptions;
    bounded.max_delays.reset();
    const auto search = make_depth_first(bounded);
    for (bool more = true; more && left > 0; --left) {
        const Ending ending = machine.run(*search);
        if (ending.failure != Failure::none) return machine.schedule();
        more = search->advance(ending);
    }
    return {};
}

}  // namespace

// Few preemptions are tried before more, so what is found first is the best there is.
Schedule shorten(Machine& machine, const Schedule& failing, const Options& options) {
    Script script(failing);
    const Ending known = machine.run(script);
    unsigned left = patience;
    for (unsigned preemptions = 0; preemptions < known.preemptions; ++preemptions)
        if (auto found = find(machine, preemptions, options, left)) return *found;
    return failing;
}

}  // namespace fibrix::explore
