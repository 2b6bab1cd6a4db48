// The explorer: executions that do not end, what is left behind, free time, plain memory, and what is made shorter.

#include "tests/tools/explored.hpp"

namespace fibrix::testing {

BOOST_AUTO_TEST_SUITE(explorer_verdicts)

BOOST_AUTO_TEST_CASE(what_never_ends_is_told_from_what_is_only_unfair) {
    const auto wait_for_x = [](Shared& s) {
        while (s.x.load() == 0) sys::preempt();
    };
    Options options;
    options.max_steps = 40;
    options.max_executions = 300;
    const Bench fair("somebody sets it", {wait_for_x, [](Shared& s) { s.x.store(1); }});
    const auto patient = fair.search(Strategy::dpor, options);
    BOOST_TEST(!patient.counterexample.has_value());
    BOOST_TEST(patient.unended > 0);
    BOOST_TEST(!patient.complete);
    const Bench never("nobody sets it", {wait_for_x, [](Shared& s) { static_cast<void>(s.y.load()); }});
    const auto found = never.search(Strategy::dpor, options);
    BOOST_REQUIRE(found.counterexample);
    BOOST_TEST((found.counterexample->failure == Failure::never_ends));
    BOOST_TEST(found.counterexample->steps.size() < 40);
    const auto step_back = [](std::size_t mine, std::size_t other) {
        return [mine, other](Shared& s) {
            for (;;) {
                const Mutex::Guard guard(s.forks[mine]);
                if (s.forks[other].try_lock()) return static_cast<void>(s.forks[other].unlock());
            }
        };
    };
    const Bench polite("polite", {step_back(0, 1), step_back(1, 0)});
    options.stop_at_failure = true;
    const auto livelock = polite.search(Strategy::dfs, options);
    BOOST_REQUIRE(livelock.counterexample);
    BOOST_TEST((livelock.counterexample->failure == Failure::livelock));
    options.schedule = livelock.counterexample->schedule;
    options.max_steps = livelock.counterexample->max_steps;
    BOOST_TEST((explore::explore(polite.subject, options).counterexample->failure == Failure::livelock));
}

BOOST_AUTO_TEST_CASE(handles_that_are_left_open) {
    const auto close_unless = [](Shared& s) {
        const auto pipe = sys::make_pipe().value();
        sys::close(pipe.first).value();
        if (s.x.load() == 0) sys::close(pipe.second).value();
    };
    check_counts({"leak", {close_unless, [](Shared& s) { s.x.store(1); }}}, {5, 0, 3});
    const auto result = Bench("leak", {close_unless, [](Shared& s) { s.x.store(1); }}).search(Strategy::dpor);
    BOOST_TEST((result.counterexample->failure == Failure::leak));
}

BOOST_AUTO_TEST_CASE(each_expiry_is_a_choice_where_time_is_free) {
    const auto sleeper = [](Shared& s) {
        static_cast<void>(sys::sleep(std::chrono::seconds(1)));
        s.x.store(1);
    };
    Options options;
    const Bench race("sleep and look",
                     {sleeper, [](Shared& s) { static_cast<void>(s.x.load()), static_cast<void>(s.x.load()); }});
    for (const auto strategy : exact) {
        options.free_time = false;
        BOOST_TEST(race.search(strategy, options).classes == 1);
        options.free_time = true;
        const auto dpor = race.search(strategy, options), dfs = race.search(Strategy::dfs, options);
        BOOST_TEST(dpor.complete);
        BOOST_TEST(dpor.classes == dfs.classes);
        BOOST_TEST(dpor.classes > 3);
    }
    Bench late("timeout", {[](Shared& s) {
                               if (!s.buffer.receive(Deadline::after(std::chrono::seconds(1)))) s.x.store(1);
                           },
                           [](Shared& s) { static_cast<void>(s.buffer.send(1)); }});
    late.subject.check = [&late] { return late.shared->x.peek() == 0 ? std::string() : std::string("too late"); };
    BOOST_TEST(late.search(Strategy::dpor).failures == 0);
    const auto found = late.search(Strategy::dpor, options);
    BOOST_TEST(found.failures > 0);
    options.schedule = found.counterexample->schedule;
    BOOST_TEST(explore::explore(late.subject, options).counterexample->what == "too late");
}

BOOST_AUTO_TEST_CASE(plain_memory_between_requests) {
    Bench bench("told too early", {});
    int value = 0;
    bench.subject.tasks = {{"writer",
                            [&] {
                                bench.shared->x.store(1);
                                value = 1;
                            }},
                           {"reader", [&] {
                                if (bench.shared->x.load() == 1 && value == 0) bench.shared->y.store(1);
                            }}};
    bench.subject.begin = [&] {
        bench.shared = std::make_unique<Shared>();
        value = 0;
    };
    bench.subject.check = [&] { return bench.shared->y.peek() == 0 ? std::string() : std::string("not there yet"); };
    Options options;
    for (const auto strategy : exact) {
        options.plain_memory = false;
        BOOST_TEST(bench.search(strategy, options).failures == 0);
        options.plain_memory = true;
        const auto found = bench.search(strategy, options);
        BOOST_TEST(found.failures > 0);
        BOOST_TEST(found.classes == bench.search(Strategy::dfs, options).classes);
    }
}

BOOST_AUTO_TEST_CASE(a_bound_cuts_what_was_reached_before) {
    std::vector<std::function<void(Shared&)>> readers(4, [](Shared& s) {
        for (int i = 0; i < 3; ++i) static_cast<void>(s.x.load());
    });
    const Bench bench("readers", readers);
    Options options;
    options.max_preemptions = 3;
    const auto result = bench.search(Strategy::dfs, options);
    BOOST_TEST(result.complete);
    BOOST_TEST(result.classes == 1);
    BOOST_TEST(result.executions + result.blocked < 3000);  // of 12 600 such schedules
}

BOOST_AUTO_TEST_CASE(what_is_found_is_made_shorter) {
    Bench bench("long way", {[](Shared& s) {
                                 for (int i = 0; i < 6 && s.y.load() == 0; ++i) sys::preempt();
                                 s.x.store(s.x.load() + 1);
                             },
                             [](Shared& s) {
                                 s.y.store(1);
                                 s.x.store(s.x.load() + 1);
                             }});
    bench.subject.check = [&bench] { return bench.shared->x.peek() == 2 ? std::string() : std::string("lost"); };
    for (const auto strategy : {Strategy::dfs, Strategy::random}) {
        Options options;
        options.stop_at_failure = true;
        options.max_executions = 1000;
        const auto result = bench.search(strategy, options);
        BOOST_REQUIRE(result.counterexample);
        BOOST_TEST(result.counterexample->preemptions == 1);
        BOOST_TEST(result.counterexample->fewest);
        BOOST_TEST(result.counterexample->steps.size() == 6);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
