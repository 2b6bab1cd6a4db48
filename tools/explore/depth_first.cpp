// Depth-first search: every schedule, by an odometer of choices. Within a bound of preemptions or delays, if there is
// one: then it finds every schedule with so many, which no reduction would.

#include <algorithm>
#include <vector>

#include "tools/explore/search.hpp"

namespace fibrix::explore {
namespace {

class DepthFirst final : public Search {
public:
    explicit DepthFirst(const Options& options) : preemptions_(options.max_preemptions), delays_(options.max_delays) {}

    std::size_t choose(const Moment& moment) override {
        if (at_ == digits_.size()) digits_.push_back(first_digit(moment));
        const Digit& digit = digits_[at_++];
        const auto chosen = (digit.value + digit.first) % digit.turn;
        const bool preempts = moment.last_could_go && digit.value > 0;
        preemptions_used_ += preempts ? 1u : 0u;
        delays_used_ += static_cast<unsigned>(digit.value);
        return chosen;
    }

    std::size_t choose_value(std::size_t options) override {
        if (at_ == digits_.size()) digits_.push_back({0, options, options, 0});
        return digits_[at_++].value;
    }

    bool advance(const Ending&) override {
        at_ = 0;
        preemptions_used_ = delays_used_ = 0;
        while (!digits_.empty() && ++digits_.back().value == digits_.back().count) digits_.pop_back();
        return !digits_.empty();
    }

private:
    struct Digit {
        std::size_t value;  ///< which choice, counted from the default
        std::size_t count;  ///< how many are allowed
        std::size_t turn;   ///< how many there are
        std::size_t first;  ///< which is the default: the task of the step before, or the next in turn after it
    };

    [[nodiscard]] Digit first_digit(const Moment& moment) const {
        const auto turn = moment.enabled.size();
        std::size_t first = 0;
        while (moment.last != nobody && first < turn && moment.held[moment.enabled[first]].number < moment.last)
            ++first;
        std::size_t count = turn;
        if (preemptions_ && moment.last_could_go && preemptions_used_ >= *preemptions_) count = 1;
        if (delays_) count = std::min<std::size_t>(count, *delays_ - delays_used_ + 1);
        return {0, count, turn, first % turn};
    }

    std::optional<unsigned> preemptions_, delays_;
    unsigned preemptions_used_ = 0, delays_used_ = 0;
    std::vector<Digit> digits_;
    std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<Search> make_depth_first(const Options& options) { return std::make_unique<DepthFirst>(options); }

}  // namespace fibrix::explore
