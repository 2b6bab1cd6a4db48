// Search with reduction: one complete execution of each class of equivalent schedules.
//
// Sleep sets (Godefroid, 1991): when all that begins with a task's step has been searched, that task sleeps in what is
// searched next from the same place, until a step conflicts with its own. Where all that could go sleep, what follows
// is known, and the execution is cut.
// Source sets (Abdulla, Aronis, Jonsson, Sagonas, 2014): not every task that could go has to be tried at every place.
// A step has to be tried before another only where the two race in some execution: then a task that can begin an
// execution with the reverse order is added to those to be tried there. The races of requests that cannot go count
// as well: a lock that is held is wanted by others, in other executions before its holder.

#include <algorithm>
#include <vector>

#include "tools/explore/past.hpp"
#include "tools/explore/search.hpp"

namespace fibrix::explore {
namespace {

struct Sleeper {
    std::uint32_t task;
    Marks marks;
};

struct Value {
    std::size_t value, options;
};

/// A place where a task was chosen.
struct Place {
    std::uint32_t chosen = 0;
    Marks marks;                ///< what its step has done, over all values that were tried
    Marks last_marks;           ///< with the last values
    std::vector<Value> values;  ///< that were chosen within the step
    std::vector<std::uint32_t> enabled;
    std::vector<std::uint32_t> wanted;  ///< to be tried, with source sets
    std::vector<std::uint32_t> stuck;   ///< their requests are held and could not go
    std::vector<Sleeper> asleep;        ///< also who was tried here

    [[nodiscard]] bool sleeps(std::uint32_t task) const {
        return std::any_of(asleep.begin(), asleep.end(), [&](auto& each) { return each.task == task; });
    }
    [[nodiscard]] bool wants(std::uint32_t task) const {
        return std::find(wanted.begin(), wanted.end(), task) != wanted.end();
    }
    [[nodiscard]] bool was_stuck(std::uint32_t task) const {
        return std::find(stuck.begin(), stuck.end(), task) != stuck.end();
    }
    [[nodiscard]] bool could_go(std::uint32_t task) const {
        return std::find(enabled.begin(), enabled.end(), task) != enabled.end();
    }
};

class Reduction final : public Search {
public:
    explicit Reduction(bool source_sets) : source_sets_(source_sets) {}
    static std::unique_ptr<Reduction> beginnings(bool rest_has_source_sets) {
        auto made = std::make_unique<Reduction>(false);
        made->rest_has_source_sets_ = rest_has_source_sets;
        return made;
    }

    std::size_t choose(const Moment& moment) override {
        next_value_ = 0;
        if (at_ == stop_before_) return cut;
        if (at_ == depth_ && !open_place(moment)) return cut;
        const auto wanted = places_[at_++].chosen;
        for (std::size_t i = 0; i < moment.enabled.size(); ++i)
            if (moment.held[moment.enabled[i]].number == wanted) return i;
        return cut;  // the program does not do the same each time
    }

    std::size_t choose_value(std::size_t options) override {
        auto& values = places_[at_ - 1].values;
        if (next_value_ == values.size()) values.push_back({0, options});
        return values[next_value_++].value;
    }

    void happened(const Event& event) override {
        Place& place = places_[at_ - 1];
        place.last_marks = event.marks;
        if (source_sets_) look_for_races(event);
        if (at_ == depth_) place.marks.merge(event.marks);
    }
    void nobody_could_go(const Moment& moment) override {
        if (!source_sets_ || at_ != depth_) return;
        if (at_ == places_.size()) places_.emplace_back();
        look_at_those_who_wait(moment);
    }
    void woken_by_time(std::uint32_t task) override {
        if (source_sets_) past_.woken_by_time(task);
    }
    [[nodiscard]] bool looks_ahead() const override { return true; }

    bool advance(const Ending&) override {
        for (; depth_ > fixed_; --depth_)
            if (next_at(places_[depth_ - 1])) break;
        at_ = 0;
        if (depth_ > fixed_) past_.begin(depth_ - 1);
        return depth_ > fixed_;
    }
    void stop_before(std::uint32_t steps) override { stop_before_ = steps; }
    // Every task that could go was tried before those places, or will be: there no race asks for anything.
    [[nodiscard]] std::unique_ptr<Search> rest() const override {
        auto rest = std::make_unique<Reduction>(rest_has_source_sets_);
        rest->places_.assign(places_.begin(), places_.begin() + static_cast<std::ptrdiff_t>(depth_));
        rest->fixed_ = rest->depth_ = depth_;
        return rest;
    }

private:
    // What is to be tried next at the deepest place.
    bool next_at(Place& place) const {
        auto& values = place.values;
        while (!values.empty() && ++values.back().value == values.back().options) values.pop_back();
        if (!values.empty()) return true;
        place.asleep.push_back({place.chosen, place.marks});
        place.marks.clear();
        for (const auto task : source_sets_ ? place.wanted : place.enabled)
            if (!place.sleeps(task)) {
                place.chosen = task;
                return true;
            }
        return false;
    }

    bool open_place(const Moment& moment) {
        if (at_ == places_.size()) places_.emplace_back();
        Place& place = places_[at_];
        place.marks.clear();
        place.values.clear();
        place.wanted.clear();
        place.enabled.clear();
        for (const auto each : moment.enabled) place.enabled.push_back(moment.held[each].number);
        inherit_sleepers(place);
        if (source_sets_) look_at_those_who_wait(moment);
        const auto first = first_choice(place, moment);
        if (first == nobody) return false;
        place.chosen = first;
        place.wanted.push_back(first);
        ++depth_;
        return true;
    }

    void inherit_sleepers(Place& place) {
        place.asleep.clear();
        if (at_ == 0) return;
        const Place& before = places_[at_ - 1];
        for (const auto& each : before.asleep)
            if (!each.marks.conflict_with(before.last_marks)) place.asleep.push_back(each);
    }

    // Who made the last step, or else who comes next in turn: so the first executions have the fewest preemptions.
    static std::uint32_t first_choice(const Place& place, const Moment& moment) {
        std::uint32_t first = nobody;
        for (const auto task : place.enabled) {
            if (place.sleeps(task)) continue;
            if (moment.last != nobody && task >= moment.last) return task;
            if (first == nobody) first = task;
        }
        return first;
    }

    void want(Place& place, std::uint32_t task) {
        if (!place.wants(task) && !place.sleeps(task) && place.could_go(task)) place.wanted.push_back(task);
    }

    void look_for_races(const Event& event) {
        const Place& here = places_[at_ - 1];
        if (at_ == depth_) {
            reverse_races(event.task, event.marks);
            if (event.failed)  // nobody else can go any more
                for (const auto other : here.enabled) want(places_[at_ - 1], other);
        }
        past_.add(event);
    }

    void reverse_races(std::uint32_t task, const Marks& marks) {
        for (const auto step : past_.races(task, marks)) {
            Place& place = places_[step];
            // It could not go then, and whatever made that so is another race.
            if (!past_.asked_after(task, step) && !place.could_go(task)) continue;
            const auto& beginners = past_.beginners(step, task);
            const bool known = std::any_of(beginners.begin(), beginners.end(),
                                           [&](auto each) { return place.wants(each) || place.sleeps(each); });
            if (known) continue;
            const auto able =
                std::find_if(beginners.rbegin(), beginners.rend(), [&](auto each) { return place.could_go(each); });
            if (able != beginners.rend()) want(place, *able);
        }
    }

    // Requests that could go before the last step and cannot any more race with it; those that are new and cannot go
    // race with whatever they would come after.
    void look_at_those_who_wait(const Moment& moment) {
        Place& here = places_[at_];
        here.stuck.clear();
        for (const Held& each : moment.held) {
            if (each.task == nullptr || each.could_go) continue;
            here.stuck.push_back(each.number);
            if (at_ == 0) continue;
            Place& before = places_[at_ - 1];
            const bool made_the_step = each.number == before.chosen;
            if (!made_the_step && before.could_go(each.number)) want(before, each.number);
            else if (made_the_step || !before.was_stuck(each.number)) reverse_races(each.number, each.posted);
        }
    }

    bool source_sets_, rest_has_source_sets_ = false;
    std::uint32_t stop_before_ = UINT32_MAX;
    std::size_t fixed_ = 0;  // places at which nothing else is to be tried
    std::vector<Place> places_;
    std::size_t depth_ = 0, at_ = 0, next_value_ = 0;
    Past past_;
};

}  // namespace

std::unique_ptr<Search> make_beginnings(const Options& options) {
    const bool reduces = options.strategy == Strategy::sleep || options.strategy == Strategy::dpor;
    if (options.max_preemptions || options.max_delays || !reduces) return make_depth_first(options);
    return Reduction::beginnings(options.strategy == Strategy::dpor);
}

std::unique_ptr<Search> make_sleep_sets(const Options&) { return std::make_unique<Reduction>(false); }
std::unique_ptr<Search> make_source_sets(const Options&) { return std::make_unique<Reduction>(true); }

}  // namespace fibrix::explore
