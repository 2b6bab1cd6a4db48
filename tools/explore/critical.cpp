#include "tools/explore/critical.hpp"

#include "tools/explore/script.hpp"
#include "tools/explore/search.hpp"

namespace fibrix::explore {
namespace {

/// The first steps of a schedule, and from there on a search.
class Continuations final : public Decider {
public:
    Continuations(const Schedule& beginning, std::size_t steps, Search& search)
        : script_(beginning), steps_(steps), search_(search) {}

    std::size_t choose(const Moment& moment) override {
        searching_ = moment.step >= steps_;
        return searching_ ? search_.choose(moment) : script_.choose(moment);
    }
    std::size_t choose_value(std::size_t options) override {
        return searching_ ? search_.choose_value(options) : script_.choose_value(options);
    }
    void happened(const Event& event) override {
        if (searching_) search_.happened(event);
    }
    void nobody_could_go(const Moment& moment) override {
        if (searching_) search_.nobody_could_go(moment);
    }
    void woken_by_time(std::uint32_t task) override {
        if (searching_) search_.woken_by_time(task);
    }
    [[nodiscard]] bool looks_ahead() const override { return search_.looks_ahead(); }

private:
    Script script_;
    std::size_t steps_;
    Search& search_;
    bool searching_ = false;
};

// Whether an execution that begins with the first `steps` does not fail; nothing if that cannot be said.
std::optional<bool> can_be_saved(Machine& machine, const Schedule& failing, std::size_t steps, const Options& options) {
    constexpr int patience = 2000;
    const auto search = make_sleep_sets(options);
    for (int i = 0; i < patience; ++i) {
        Continuations decider(failing, steps, *search);
        const Ending ending = machine.run(decider);
        if (ending.kind == Ending::Kind::done && ending.failure == Failure::none) return true;
        if (!search->advance(ending)) return false;
    }
    return {};
}

}  // namespace

// What cannot be saved after some steps cannot be after more: the step is found by halving.
std::optional<std::size_t> find_critical_step(Machine& machine, const Schedule& failing, const Options& options) {
    if (failing.tasks().size() >= machine.max_steps()) return {};  // each continuation would take too long
    std::size_t saved = 0, lost = failing.tasks().size();
    const auto beginning = can_be_saved(machine, failing, saved, options);
    if (!beginning || !*beginning) return {};
    while (lost - saved > 1) {
        const auto middle = saved + (lost - saved) / 2;
        const auto can = can_be_saved(machine, failing, middle, options);
        if (!can) return {};
        (*can ? saved : lost) = middle;
    }
    return saved;
}

}  // namespace fibrix::explore
