// The timer wheel against a model that is obviously right.

#include "kernel/timer_wheel.hpp"

#include <boost/test/unit_test.hpp>
#include <map>
#include <random>

#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

struct Timer {
    TimerNode node{};
    int number = 0;
    bool set = false;
};

// The wheel and a multimap, which keeps equal keys in the order of insertion, side by side.
struct Both {
    TimerWheel wheel;
    std::multimap<Time, Timer*> model;
    Time now{};

    void set(Timer& timer, Time at) {
        wheel.set(timer.node, at, &timer);
        model.emplace(at, &timer);
        timer.set = true;
    }
    void cancel(Timer& timer) {
        wheel.cancel(timer.node);
        for (auto [at, end] = model.equal_range(timer.node.at); at != end; ++at)
            if (at->second == &timer) {
                model.erase(at);
                break;
            }
        timer.set = false;
    }
    // False at the first difference.
    bool take_all() {
        for (;;) {
            TimerNode* node = wheel.take_due(now);
            const bool expected = !model.empty() && model.begin()->first <= now;
            if (node == nullptr || !expected) return node == nullptr && !expected;
            auto* timer = static_cast<Timer*>(node->owner);
            if (timer != model.begin()->second) return false;
            model.erase(model.begin());
            timer->set = false;
        }
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(timer_wheel)

BOOST_AUTO_TEST_CASE(random_sets_cancels_and_takes_agree_with_the_model) {
    for (const unsigned seed : {1u, 2u, 3u}) {
        std::mt19937_64 random(seed);
        Both both;
        std::vector<Timer> timers(300);
        for (int step = 0; step < 40'000; ++step) {
            auto& timer = timers[random() % timers.size()];
            if (timer.set) both.cancel(timer);
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
        TimerWheel wheel;
        std::array<Timer, 100> timers;
        for (int i = 0; i < 100; ++i) {
            timers[static_cast<std::size_t>(i)].number = i;
            wheel.set(timers[static_cast<std::size_t>(i)].node, at, &timers[static_cast<std::size_t>(i)]);
        }
        BOOST_TEST(wheel.take_due(at - 1ns) == nullptr);
        for (int i = 0; i < 100; ++i) BOOST_TEST(static_cast<Timer*>(wheel.take_due(at)->owner)->number == i);
        BOOST_TEST(wheel.empty());
    }
}

BOOST_AUTO_TEST_CASE(following_next_leads_to_every_instant_exactly) {
    std::mt19937_64 random(5);
    TimerWheel wheel;
    std::array<Timer, 200> timers;
    std::multimap<Time, Timer*> model;
    for (auto& timer : timers) {
        const Time at(Duration(static_cast<std::int64_t>(random() >> (2 + random() % 60))));
        wheel.set(timer.node, at, &timer);
        model.emplace(at, &timer);
    }
    int looks = 0;
    for (Time now{}; !wheel.empty(); ++looks) {
        now = std::max(now, wheel.next());
        while (const TimerNode* node = wheel.take_due(now)) {
            BOOST_TEST(node->at == now);
            BOOST_TEST(node->at == model.begin()->first);
            model.erase(model.begin());
        }
    }
    BOOST_TEST(looks <= 200 * 9);  // at most one look a level for each
    BOOST_TEST(wheel.next() == never);
}

BOOST_AUTO_TEST_CASE(far_deadlines_wait_and_can_be_cancelled) {
    TimerWheel wheel;
    Timer century, end;
    wheel.set(century.node, Time(24h * 36525), &century);
    wheel.set(end.node, never, &end);
    BOOST_TEST(wheel.take_due(Time(24h * 36524)) == nullptr);
    BOOST_TEST(wheel.take_due(Time(24h * 36525)) == &century.node);
    BOOST_TEST((wheel.next() <= never));
    wheel.cancel(end.node);
    BOOST_TEST(wheel.empty());
}

BOOST_AUTO_TEST_CASE(one_that_is_due_can_still_be_cancelled) {
    TimerWheel wheel;
    Timer one, other;
    wheel.set(one.node, Time(1s), &one);
    wheel.set(other.node, Time(1s), &other);
    BOOST_TEST(wheel.take_due(Time(2s)) == &one.node);
    BOOST_TEST(wheel.next() == Time(1s));
    wheel.cancel(other.node);
    BOOST_TEST(wheel.take_due(Time(2s)) == nullptr);
    wheel.reset();
    wheel.set(one.node, Time(1ms), &one);
    BOOST_TEST(wheel.next() <= Time(1ms));
    BOOST_TEST(wheel.take_due(Time(1ms)) == &one.node);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
