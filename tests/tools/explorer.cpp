// The explorer: how many classes there are, which fail, and what is said of the one that does.

#include "tests/tools/explored.hpp"
#include "tools/explore/schedule.hpp"

namespace fibrix::testing {

BOOST_AUTO_TEST_SUITE(explorer)

BOOST_AUTO_TEST_CASE(store_buffering) {
    check_counts({"store buffering",
                  {[](Shared& s) { s.x.store(1), static_cast<void>(s.y.load()); },
                   [](Shared& s) { s.y.store(1), static_cast<void>(s.x.load()); }}},
                 {3});
}

BOOST_AUTO_TEST_CASE(two_that_read_and_write) {
    Bench bench("read and write", {add_one, add_one});
    check_counts(bench, {4});
    BOOST_TEST(bench.search(Strategy::dfs).executions == 6);
}

BOOST_AUTO_TEST_CASE(locks_in_both_orders) { check_counts({"AB-BA", philosophers(2)}, {3, 1}); }

BOOST_AUTO_TEST_CASE(naive_philosophers) {
    check_counts({"three philosophers", philosophers(3)}, {7, 1});
    const Bench five("five philosophers", philosophers(5));
    for (const auto strategy : {Strategy::sleep, Strategy::dpor}) {
        const auto result = five.search(strategy);
        BOOST_TEST(result.classes == 31);
        BOOST_TEST(result.deadlocks == 1);
        BOOST_TEST(*result.min_preemptions == 1);
    }
}

BOOST_AUTO_TEST_CASE(three_that_lock_and_add) {
    const auto body = [](Shared& shared) {
        const Mutex::Guard guard(shared.forks[0]);
        add_one(shared);
    };
    check_counts({"locked increments", {body, body, body}}, {6});
}

BOOST_AUTO_TEST_CASE(a_signal_that_nobody_waited_for) {
    Bench bench("lost wake-up", {[](Shared& s) {
                                     s.forks[0].lock();
                                     if (s.x.load() == 0) static_cast<void>(s.changed.wait(s.forks[0]));
                                     s.forks[0].unlock();
                                 },
                                 [](Shared& s) {
                                     s.x.store(1);
                                     s.changed.notify_one();
                                 }});
    check_counts(bench, {3, 1});
    const auto result = bench.search(Strategy::dpor);
    BOOST_REQUIRE(result.counterexample);
    BOOST_TEST((result.counterexample->failure == Failure::lost_wakeup));
}

BOOST_AUTO_TEST_CASE(free_choices_are_all_made) {
    check_counts({"choices",
                  {[](Shared& s) {
                       if (sys::choose(std::size_t{3}) == 2) s.x.store(1);
                   },
                   [](Shared& s) { static_cast<void>(s.x.load()); }}},
                 {4});
}

BOOST_AUTO_TEST_CASE(tasks_that_begin_tasks) {
    check_counts({"spawn", {[](Shared& s) {
                      const auto child = sys::spawn(Closure([&s] { s.x.store(1); })).value();
                      static_cast<void>(s.x.load());
                      sys::wait(child).value();
                      static_cast<void>(s.x.load());
                  }}},
                 {2});
}

BOOST_AUTO_TEST_CASE(time_passes_when_nobody_else_can_go) {
    check_counts({"sleep",
                  {[](Shared& s) {
                       static_cast<void>(sys::sleep(std::chrono::hours(24)));
                       s.x.store(1);
                   },
                   [](Shared& s) { static_cast<void>(s.x.load()); }}},
                 {1});
}

BOOST_AUTO_TEST_CASE(a_failed_assertion_ends_the_execution) {
    check_counts({"assertion",
                  {[](Shared& s) {
                       if (s.x.load() == 0) throw std::runtime_error("x is zero");
                   },
                   [](Shared& s) { s.y.store(1), s.y.store(2), s.x.store(1); }}},
                 {4, 0, 3});
}

BOOST_AUTO_TEST_CASE(a_rendezvous_is_a_step_of_each_side) {
    check_counts({"rendezvous",
                  {[](Shared& s) { static_cast<void>(s.meeting.send(1)); },
                   [](Shared& s) { static_cast<void>(s.meeting.receive()); }}},
                 {2});
}

BOOST_AUTO_TEST_CASE(the_shortest_interleaving_can_be_made_again) {
    Bench bench("lost update", {add_one, add_one});
    bench.subject.check = [&bench] {
        return bench.shared->x.peek() == 2 ? std::string() : std::string("an update is lost");
    };
    check_counts(bench, {4, 0, 2});
    const auto result = bench.search(Strategy::dpor);
    BOOST_REQUIRE(result.counterexample);
    BOOST_TEST(result.counterexample->preemptions == 1);
    BOOST_TEST(*result.min_preemptions == 1);
    BOOST_TEST(result.counterexample->what == "an update is lost");
    BOOST_TEST(result.counterexample->steps.size() == 4);
    BOOST_TEST(result.counterexample->steps[1].preemption);
    BOOST_TEST(result.counterexample->critical.has_value());
    Options again;
    again.schedule = result.counterexample->schedule;
    const auto made = explore::explore(bench.subject, again);
    BOOST_TEST(made.counterexample->schedule == result.counterexample->schedule);
    BOOST_TEST((made.counterexample->failure == Failure::assertion));
}

BOOST_AUTO_TEST_CASE(random_strategies_find_what_is_frequent) {
    Bench bench("lost update", {add_one, add_one});
    bench.subject.check = [&bench] { return bench.shared->x.peek() == 2 ? std::string() : std::string("lost"); };
    for (const auto strategy : {Strategy::random, Strategy::pct, Strategy::pos}) {
        Options options;
        options.max_executions = 200;
        const auto once = bench.search(strategy, options), twice = bench.search(strategy, options);
        BOOST_TEST(once.failures > 0);
        BOOST_TEST(once.hash == twice.hash);
        options.seed = 1;
        BOOST_TEST(bench.search(strategy, options).hash != once.hash);
    }
}

BOOST_AUTO_TEST_CASE(bounds_of_preemptions) {
    const Bench bench("read and write", {add_one, add_one});
    for (const auto& [most, classes] : {std::pair{0u, 2u}, {1u, 4u}}) {
        Options options;
        options.max_preemptions = most;
        BOOST_TEST(bench.search(Strategy::dfs, options).classes == classes);
    }
}

BOOST_AUTO_TEST_CASE(schedules_as_text) {
    using explore::Schedule;
    for (const auto* text : {"v1:", "v1:0*3.1.2*5", "v1:0*2=1.0=0=4.3"}) {
        const auto schedule = Schedule::parse(text);
        BOOST_REQUIRE(schedule);
        BOOST_TEST(schedule->text() == text);
    }
    for (const auto* text : {"", "v2:0", "v1:0.", "v1:x", "v1:0*0", "v1:0*", "v1:0=", "v1:0*99999999", "v1:-1"})
        BOOST_TEST(!Schedule::parse(text), text);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
