// Depth-first search: every schedule, by an odometer of choices. Within a bound of preemptions or delays, if there is
// one: then it reaches every class that has a schedule with so many, which no reduction would. What was reached before
// by equivalent steps, the same task being the last and no more of the bound used, is cut: all that follows is known.

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "tools/explore/hash.hpp"
#include "tools/explore/search.hpp"

namespace fibrix::explore {
namespace {

class DepthFirst final : public Search {
public:
    explicit DepthFirst(const Options& options)
        : options_(options), preemptions_(options.max_preemptions), delays_(options.max_delays) {}

    std::size_t choose(const Moment& moment) override {
        if (moment.step == stop_before_) return cut;
        if (at_ == digits_.size()) {
            if (is_bounded() && was_here(moment)) return cut;
            digits_.push_back(first_digit(moment));
        }
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

    void happened(const Event& event) override { past_ += event.hash; }

    bool advance(const Ending&) override {
        at_ = 0;
        past_ = 0;
        preemptions_used_ = delays_used_ = 0;
        while (digits_.size() > fixed_ && ++digits_.back().value == digits_.back().count) digits_.pop_back();
        return digits_.size() > fixed_;
    }
    void stop_before(std::uint32_t steps) override { stop_before_ = steps; }
    [[nodiscard]] std::unique_ptr<Search> rest() const override {
        auto rest = std::make_unique<DepthFirst>(options_);
        rest->digits_ = digits_;
        rest->fixed_ = digits_.size();
        return rest;
    }

private:
    struct Digit {
        std::size_t value;  ///< which choice, counted from the default
        std::size_t count;  ///< how many are allowed
        std::size_t turn;   ///< how many there are
        std::size_t first;  ///< which is the default: the task of the step before, or the next in turn after it
    };

    [[nodiscard]] bool is_bounded() const noexcept { return preemptions_ || delays_; }

    // With as few preemptions and delays; if not, it is noted for the next time.
    bool was_here(const Moment& moment) {
        const auto [place, fresh] = seen_.try_emplace(mix(past_, moment.last), Used{preemptions_used_, delays_used_});
        Used& used = place->second;
        if (fresh) return false;
        if (used.preemptions <= preemptions_used_ && used.delays <= delays_used_) return true;
        used = {preemptions_used_, delays_used_};
        return false;
    }

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

    struct Used {
        unsigned preemptions, delays;
    };

    Options options_;
    std::optional<unsigned> preemptions_, delays_;
    std::uint32_t stop_before_ = UINT32_MAX;
    std::size_t fixed_ = 0;  // digits that stay as they are
    unsigned preemptions_used_ = 0, delays_used_ = 0;
    std::vector<Digit> digits_;
    std::size_t at_ = 0;
    std::uint64_t past_ = 0;                        // of this execution: the same for equivalent ones
    std::unordered_map<std::uint64_t, Used> seen_;  // what was used on the way to it; looked up only
};

}  // namespace

std::unique_ptr<Search> make_depth_first(const Options& options) { return std::make_unique<DepthFirst>(options); }

}  // namespace fibrix::explore
