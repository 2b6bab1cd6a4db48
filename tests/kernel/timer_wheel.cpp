// The timer wheel against a model that is obviously right.

#include "kernel/timer_wheel.hpp"

#include <boost/test/unit_test.hpp>
#include <map>
#include <random>

#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

using Number = TimerWheel::Number;

// The wheel and a multimap, which keeps equal keys in the order of insertion, side by side.
struct Both {
    TimerWheel wheel;
    std::multimap<Time, Number> model;
    std::vector<bool> is_set;
    Time now{};

    explicit Both(std::size_t timers) : is_set(timers) { wheel.make_room(timers); }

    void set(Number timer, Time at) {
        wheel.set(timer, at);
        model.emplace(at, timer);
        is_set[timer] = true;
    }
    void cancel(Number timer) {
        wheel.cancel(timer);
        std::erase_if(model, [&](const auto& each) { return each.second == timer; });
        is_set[timer] = false;
    }
    // False at the first difference.
    bool take_all() {
        for (;;) {
            const auto timer = wheel.take_due(now);
            const bool expected = !model.empty() && model.begin()->first <= now;
            if (timer == TimerWheel::none || !expected) return timer == TimerWheel::none && !expected;
            if (timer != model.begin()->second) return false;
            model.erase(model.begin());
            is_set[timer] = false;
        }
    }
};

TimerWheel wheel_of(std::size_t timers) {
    TimerWheel wheel;
    wheel.make_room(timers);
    return wheel;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(timer_wheel)

BOOST_AUTO_TEST_CASE(random_sets_cancels_and_takes_agree_with_the_model) {
    for (const unsigned seed : {1u, 2u, 3u}) {
        std::mt19937_64 random(seed);
        Both both(300);
        for (int step = 0; step < 40'000; ++step) {
            const auto timer = static_cast<Number>(random() % 300);
            if (both.is_set[timer]) both.cancel(timer);
            // Spans of all magnitudes, some equal, some gone by.
            const auto span = Duration(static_cast<std::int64_t>(random() >> (20 + random() % 43)));
            both.set(timer, random() % 8 == 0 ? both.now : both.now + span);
            if (random() % 4 == 0) both.now += Duration(static_cast<std::int64_t>(random() >> (30 + random() % 34)));
            BOOST_REQUIRE(both.take_all());
            BOOST_REQUIRE(both.wheel.count() == both.model.size());
            if (!both.model.empty()) BOOST_REQUIRE((both.wheel.next() <= both.model.begin()->first));
        }
    }
}

BOOST_AUTO_TEST_CASE(equal_instants_expire_in_the_order_in_which_they_were_set) {
    for (const auto at : {Time(1ns), Time(1ms), Time(1h), Time(10'000h)}) {
        auto wheel = wheel_of(100);
        for (Number i = 0; i < 100; ++i) wheel.set(i, at);
        BOOST_TEST(wheel.take_due(at - 1ns) == TimerWheel::none);
        for (Number i = 0; i < 100; ++i) BOOST_TEST(wheel.take_due(at) == i);
        BOOST_TEST(wheel.empty());
    }
}

BOOST_AUTO_TEST_CASE(following_next_leads_to_every_instant_exactly) {
    std::mt19937_64 random(5);
    auto wheel = wheel_of(200);
    std::multimap<Time, Number> model;
    for (Number timer = 0; timer < 200; ++timer) {
        const Time at(Duration(static_cast<std::int64_t>(random() >> (2 + random() % 60))));
        wheel.set(timer, at);
        model.emplace(at, timer);
    }
    int looks = 0;
    for (Time now{}; !wheel.empty(); ++looks) {
        now = std::max(now, wheel.next());
        while (wheel.take_due(now) != TimerWheel::none) {
            BOOST_TEST(now == model.begin()->first);
            model.erase(model.begin());
        }
    }
    BOOST_TEST(looks <= 200 * 9);  // at most one look a level for each
    BOOST_TEST(wheel.next() == never);
}

BOOST_AUTO_TEST_CASE(far_deadlines_wait_and_can_be_cancelled) {
    auto wheel = wheel_of(2);
    wheel.set(0, Time(24h * 36525));
    wheel.set(1, never);
    BOOST_TEST(wheel.take_due(Time(24h * 36524)) == TimerWheel::none);
    BOOST_TEST(wheel.take_due(Time(24h * 36525)) == 0u);
    BOOST_TEST(wheel.take_due(Time(Duration(std::int64_t{1} << 62))) == TimerWheel::none);
    wheel.cancel(1);
    BOOST_TEST((wheel.next() == never));
    BOOST_TEST(wheel.empty());
}

BOOST_AUTO_TEST_CASE(one_that_is_due_can_still_be_cancelled) {
    auto wheel = wheel_of(2);
    wheel.set(0, Time(1s));
    wheel.set(1, Time(1s));
    BOOST_TEST(wheel.take_due(Time(2s)) == 0u);
    BOOST_TEST(wheel.coming() == 1u);
    BOOST_TEST(wheel.next() == Time(1s));
    wheel.cancel(1);
    BOOST_TEST(wheel.take_due(Time(2s)) == TimerWheel::none);
    wheel.reset();
    wheel.set(0, Time(1ms));
    BOOST_TEST(wheel.next() <= Time(1ms));
    BOOST_TEST(wheel.take_due(Time(1ms)) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
