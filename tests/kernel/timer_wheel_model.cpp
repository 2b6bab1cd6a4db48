// The timer wheel against a model: whatever is set, cancelled and taken, in whatever steps time goes.
#include <boost/test/unit_test.hpp>
#include <deque>
#include <random>
#include <set>
#include <tuple>

#include "kernel/timer_wheel.hpp"

using namespace fibrix;

namespace {

Time at(std::int64_t nanoseconds) { return Time(Duration(nanoseconds)); }

// A set in the order of (instant, sequence) is what the wheel promises to be.
struct Model {
    std::set<std::tuple<Time, std::uint64_t, TimerNode*>> waiting;
    std::uint64_t sequence = 0;

    void set(TimerNode& node, Time instant) { waiting.emplace(instant, sequence++, &node); }
    TimerNode* take_due(Time now) {
        if (waiting.empty() || std::get<Time>(*waiting.begin()) > now) return nullptr;
        auto* node = std::get<TimerNode*>(*waiting.begin());
        waiting.erase(waiting.begin());
        return node;
    }
    TimerNode* cancel_any(std::size_t which) {
        const auto victim = std::next(waiting.begin(), static_cast<std::ptrdiff_t>(which % waiting.size()));
        auto* node = std::get<TimerNode*>(*victim);
        waiting.erase(victim);
        return node;
    }
};

// Spans of every size, so that every level is used.
std::int64_t some_span(std::mt19937_64& random, int most_bits) {
    const auto bits = random() % static_cast<unsigned>(most_bits);
    return static_cast<std::int64_t>(random() & ((std::uint64_t{1} << bits) - 1));
}

void compare_with_model(std::uint64_t seed, int most_bits) {
    std::mt19937_64 random(seed);
    TimerWheel wheel;
    Model model;
    std::deque<TimerNode> nodes;
    std::int64_t now = 0;
    for (int step = 0; step < 20'000; ++step) {
        const auto what = random() % 8;
        if (what < 4) {
            const Time instant = at(now + some_span(random, most_bits) / static_cast<std::int64_t>(random() % 4 + 1));
            wheel.set(nodes.emplace_back(), instant, nullptr);
            model.set(nodes.back(), instant);
        } else if (what < 5 && !model.waiting.empty()) {
            wheel.cancel(*model.cancel_any(random()));
        } else {
            const Time next = wheel.next();
            if (!model.waiting.empty()) BOOST_REQUIRE(next <= std::get<Time>(*model.waiting.begin()));
            now += some_span(random, most_bits) / 2;
            for (auto left = random() % 64; left > 0; --left) {
                TimerNode* expected = model.take_due(at(now));
                BOOST_REQUIRE_EQUAL(wheel.take_due(at(now)), expected);
                if (expected == nullptr) break;
            }
        }
        BOOST_REQUIRE_EQUAL(wheel.count(), model.waiting.size());
        BOOST_REQUIRE_EQUAL(wheel.empty(), model.waiting.empty());
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(timer_wheel_model)

BOOST_AUTO_TEST_CASE(instants_expire_in_order_over_microseconds_to_months) {
    for (const int bits : {12, 20, 26, 31, 34, 40, 52})
        for (std::uint64_t seed = 1; seed <= 3; ++seed) compare_with_model(seed, bits);
}

BOOST_AUTO_TEST_CASE(what_is_due_at_the_same_instant_goes_in_the_order_of_setting) {
    TimerWheel wheel;
    std::deque<TimerNode> nodes(1000);
    for (auto& node : nodes) wheel.set(node, at(3'000'000'000), nullptr);
    BOOST_TEST(wheel.take_due(at(2'999'999'999)) == nullptr);
    for (auto& node : nodes) BOOST_TEST(wheel.take_due(at(3'000'000'000)) == &node);
    BOOST_TEST(wheel.empty());
}

BOOST_AUTO_TEST_CASE(the_end_of_time_can_be_set_and_cancelled) {
    TimerWheel wheel;
    TimerNode last;
    wheel.set(last, never, nullptr);
    BOOST_TEST(wheel.take_due(at(std::int64_t{1} << 62)) == nullptr);
    wheel.cancel(last);
    BOOST_TEST((wheel.next() == never));
}

BOOST_AUTO_TEST_SUITE_END()
