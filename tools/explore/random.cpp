// Random strategies. Each execution draws from a stream of its own, so that any can be made again by its number.

#include <vector>

#include "tools/explore/hash.hpp"
#include "tools/explore/search.hpp"

namespace fibrix::explore {
namespace {

/// xoroshiro128+ (Blackman, Vigna, 2018), seeded by mixing.
class Dice {
public:
    void begin(std::uint64_t seed, std::uint64_t execution) noexcept {
        one_ = mix(seed, execution) | 1;
        other_ = mix(one_, seed);
    }
    std::uint64_t draw() noexcept {
        const auto drawn = one_ + other_;
        other_ ^= one_;
        one_ = (one_ << 24 | one_ >> 40) ^ other_ ^ other_ << 16;
        other_ = other_ << 37 | other_ >> 27;
        return drawn;
    }
    std::size_t below(std::size_t count) noexcept { return static_cast<std::size_t>((draw() >> 32) * count >> 32); }

private:
    std::uint64_t one_ = 1, other_ = 2;
};

class Random : public Search {
public:
    explicit Random(const Options& options) : seed_(options.seed) { dice_.begin(seed_, 0); }

    std::size_t choose(const Moment& moment) override { return dice_.below(moment.enabled.size()); }
    std::size_t choose_value(std::size_t options) override { return dice_.below(options); }
    [[nodiscard]] bool listens() const override { return false; }
    bool advance(const Ending&) override {
        jump_to(execution_ + 1);
        return true;
    }
    void jump_to(std::uint64_t execution) override { dice_.begin(seed_, execution_ = execution); }

protected:
    Dice dice_;

private:
    std::uint64_t seed_;
    std::uint64_t execution_ = 0;
};

/// Tasks have random priorities; the highest goes. At depth - 1 random steps whoever is about to go falls below all
/// others. Finds a bug of depth d in n tasks and k steps with a probability of at least 1 / (n k^(d-1)).
class Pct final : public Random {
public:
    explicit Pct(const Options& options) : Random(options), depth_(options.pct_depth) { set_out(); }

    std::size_t choose(const Moment& moment) override {
        std::size_t highest = find_highest(moment);
        for (std::size_t i = 0; i < changes_.size(); ++i)
            if (changes_[i] == moment.step) {
                priorities_[moment.held[moment.enabled[highest]].number] = i;
                highest = find_highest(moment);
            }
        return highest;
    }
    bool advance(const Ending& last) override {
        longest_ = std::max(longest_, last.steps);
        return Random::advance(last);
    }
    void jump_to(std::uint64_t execution) override {
        Random::jump_to(execution);
        set_out();
    }

private:
    void set_out() {
        priorities_.clear();
        changes_.clear();
        for (unsigned i = 1; i < depth_; ++i) changes_.push_back(dice_.below(longest_));
    }
    std::size_t find_highest(const Moment& moment) {
        std::size_t highest = 0;
        for (std::size_t i = 0; i < moment.enabled.size(); ++i)
            if (priority_of(moment.held[moment.enabled[i]].number) >
                priority_of(moment.held[moment.enabled[highest]].number))
                highest = i;
        return highest;
    }
    std::uint64_t priority_of(std::uint32_t task) {
        while (task >= priorities_.size()) priorities_.push_back(depth_ + (dice_.draw() >> 8));
        return priorities_[task];
    }

    unsigned depth_;
    std::uint32_t longest_ = 100;  // steps: an execution may have as many as the longest so far
    std::vector<std::uint64_t> priorities_;
    std::vector<std::size_t> changes_;
};

/// Each request has a random priority; the highest goes, and those it conflicts with draw anew. So orders of what
/// conflicts are about equally likely, however many steps lie between.
class Pos final : public Random {
public:
    using Random::Random;

    std::size_t choose(const Moment& moment) override {
        std::size_t highest = 0;
        for (std::size_t i = 0; i < moment.enabled.size(); ++i)
            if (priority_of(number(moment, i)) > priority_of(number(moment, highest))) highest = i;
        const Held& chosen = moment.held[moment.enabled[highest]];
        for (const Held& each : moment.held)
            if (each.task != nullptr && each.posted.conflict_with(chosen.posted)) priority_of(each.number) = 0;
        priority_of(chosen.number) = 0;  // its next request is another
        return highest;
    }
    void jump_to(std::uint64_t execution) override {
        priorities_.clear();
        Random::jump_to(execution);
    }
    [[nodiscard]] bool looks_ahead() const override { return true; }

private:
    static std::uint32_t number(const Moment& moment, std::size_t i) { return moment.held[moment.enabled[i]].number; }
    std::uint64_t& priority_of(std::uint32_t task) {
        if (task >= priorities_.size()) priorities_.resize(task + 1);
        auto& priority = priorities_[task];
        while (priority == 0) priority = dice_.draw();
        return priority;
    }
    std::vector<std::uint64_t> priorities_;  // 0: to be drawn
};

}  // namespace

std::unique_ptr<Search> make_random(const Options& options) { return std::make_unique<Random>(options); }
std::unique_ptr<Search> make_pct(const Options& options) { return std::make_unique<Pct>(options); }
std::unique_ptr<Search> make_pos(const Options& options) { return std::make_unique<Pos>(options); }

}  // namespace fibrix::explore
