#include "tools/explore/shorten.hpp"

#include <algorithm>

#include "tools/explore/script.hpp"
#include "tools/explore/search.hpp"

namespace fibrix::explore {
namespace {

constexpr unsigned patience = 50'000;       // executions, for fewer preemptions
constexpr unsigned patience_shorter = 500;  // and for fewer steps, with as many

bool does_not_end(const Ending& ending) noexcept { return ending.kind == Ending::Kind::too_long; }

/// The shortest execution with at most `preemptions` that fails, or nothing. Once one is found only a few more are
/// tried.
std::optional<Schedule> find(Machine& machine, unsigned preemptions, const Options& options, unsigned& left) {
    Options bounded = options;
    bounded.max_preemptions = preemptions;
    bounded.max_delays.reset();
    const auto search = make_depth_first(bounded);
    std::optional<Schedule> shortest;
    for (bool more = true; more && left > 0; --left) {
        const Ending ending = machine.run(*search);
        const bool fails = ending.failure != Failure::none && !does_not_end(ending);
        if (fails && !shortest) left = std::min(left, patience_shorter);
        if (fails && (!shortest || ending.steps < shortest->tasks().size())) shortest = machine.schedule();
        more = search->advance(ending);
    }
    return shortest;
}

/// Follows the steps of a schedule without some of them; what cannot be made is left out too.
class Loose final : public Decider {
public:
    Loose(const Schedule& schedule, std::size_t from, std::size_t to) {
        auto value = schedule.values().begin();
        for (std::size_t i = 0; i < schedule.tasks().size(); ++i) {
            const bool kept = i < from || i >= to;
            if (kept) steps_.push_back({schedule.tasks()[i], {}});
            for (; value != schedule.values().end() && value->step == i; ++value)
                if (kept) steps_.back().values.push_back(value->value);
        }
    }

    std::size_t choose(const Moment& moment) override {
        next_value_ = 0;
        for (; next_ < steps_.size(); ++next_)
            for (std::size_t i = 0; i < moment.enabled.size(); ++i)
                if (moment.held[moment.enabled[i]].number == steps_[next_].task) return ++next_, i;
        values_over_ = true;
        const auto same =
            std::ranges::find_if(moment.enabled, [&](auto place) { return moment.held[place].number == moment.last; });
        return same == moment.enabled.end() ? 0 : static_cast<std::size_t>(same - moment.enabled.begin());
    }
    std::size_t choose_value(std::size_t options) override {
        if (values_over_ || next_ == 0) return 0;
        const auto& values = steps_[next_ - 1].values;
        return next_value_ < values.size() ? std::min(values[next_value_++], options - 1) : 0;
    }

private:
    struct Made {
        std::uint32_t task;
        std::vector<std::size_t> values;
    };
    std::vector<Made> steps_;
    std::size_t next_ = 0, next_value_ = 0;
    bool values_over_ = false;
};

// Leaves out ever smaller pieces, as long as it fails in the same way with no more preemptions and is shorter for it.
Schedule with_fewer_steps(Machine& machine, Schedule schedule) {
    Script script(schedule);
    Ending known = machine.run(script);
    unsigned left = patience_shorter;
    for (auto piece = schedule.tasks().size() / 2; piece > 0; piece /= 2)
        for (std::size_t from = 0; from < schedule.tasks().size() && left > 0;) {
            --left;
            Loose without(schedule, from, from + piece);
            const Ending ending = machine.run(without);
            const bool better = ending.failure == known.failure && ending.preemptions <= known.preemptions &&
                                ending.steps < known.steps;
            if (better) known = ending, schedule = machine.schedule();
            else from += piece;
        }
    return schedule;
}

// The earliest limit of steps behind which nothing ends it, and a few more steps, to see how it goes round.
Schedule going_round_early(Machine& machine, const Schedule& failing) {
    const auto fails_behind = [&](std::uint64_t most) {
        machine.limit_steps(most);
        Script script(failing);
        const Ending ending = machine.run(script);
        return does_not_end(ending) && ending.failure != Failure::none;
    };
    constexpr std::uint64_t few = 32;  // which turn comes first matters: among the first all are tried
    std::uint64_t ends = 0, goes_round = machine.max_steps();
    while (ends < std::min(few, goes_round) && !fails_behind(ends)) ++ends;
    if (ends < few) goes_round = ends;
    while (ends < goes_round) {
        const auto middle = ends + (goes_round - ends) / 2;
        if (fails_behind(middle)) goes_round = middle;
        else ends = middle + 1;
    }
    fails_behind(goes_round);
    auto schedule = machine.schedule();  // with what is shown of how it goes round
    machine.limit_steps(schedule.tasks().size());
    return schedule;
}

}  // namespace

// Few preemptions are tried before more, so what is found first is the best there is.
Shortened shorten(Machine& machine, const Schedule& failing, const Options& options) {
    Script script(failing);
    const Ending known = machine.run(script);
    if (does_not_end(known)) return {going_round_early(machine, failing), false};
    unsigned left = patience;
    for (unsigned preemptions = 0; preemptions <= known.preemptions && left > 0; ++preemptions)
        if (const auto found = find(machine, preemptions, options, left))
            return {with_fewer_steps(machine, *found), true};
    return {with_fewer_steps(machine, failing), false};
}

}  // namespace fibrix::explore
