// Computing: time that passes because somebody is busy.

#include "tests/kernel/timeline.hpp"

namespace fibrix::testing {

BOOST_AUTO_TEST_SUITE(processors)

BOOST_AUTO_TEST_CASE(computing_takes_simulated_time_and_none_of_the_host) {
    for (const auto* policy : {"batching", "rr", "fifo", "mlfq"}) {
        TestSystem system(policy);
        BOOST_TEST(system.run([] {
            const auto begun = sys::now();
            sys::compute(24h).value();
            BOOST_TEST((sys::now() - begun == 24h));
            BOOST_TEST((sys::compute(-1ns) == Errno::inval));
            sys::compute(0ns).value();
        }) == Verdict::Kind::done,
                   policy);
    }
}

BOOST_AUTO_TEST_CASE(who_wakes_while_another_computes_waits_for_its_turn_unless_the_policy_prefers_it) {
    for (const auto& [policy, expected] :
         {std::pair("fifo", 10ms), std::pair("mlfq", 10ms), std::pair("rr:quantum=4", 4ms)}) {
        TestSystem system(policy);
        Time woken{};
        system.start("sleeper", [&] {
            sys::sleep(1ms).value();
            woken = sys::now();
        });
        system.start("busy", [] { sys::compute(10ms).value(); });
        system.kernel.run();
        BOOST_TEST((woken == Time(expected)), policy);
    }
}

BOOST_AUTO_TEST_CASE(several_processors_compute_at_the_same_time) {
    Timeline timeline("fifo", 2);
    for (const auto* name : {"a", "b", "c"}) timeline.start({name, 4ms});
    BOOST_TEST(timeline.run() == "a@0:0-4 b@1:0-4 c@0:4-8");
}

BOOST_AUTO_TEST_CASE(a_task_runs_only_where_it_may) {
    Timeline timeline("fifo", 2);
    timeline.start({"a", 4ms, {.processors = 2}});
    timeline.start({"b", 4ms, {.processors = 2}});
    timeline.start({"c", 1ms});
    BOOST_TEST(timeline.run() == "c@0:0-1 a@1:0-4 b@1:4-8");
}

BOOST_AUTO_TEST_CASE(a_switch_costs_time_that_is_nobodys) {
    Timeline timeline("rr:quantum=2", 1, 1ms);
    timeline.start({"a", 4ms});
    timeline.start({"b", 2ms});
    BOOST_TEST(timeline.run() == "a0-2 b3-5 a6-8");
}

BOOST_AUTO_TEST_CASE(a_kill_ends_computing_at_once) {
    TestSystem system("rr:quantum=5");
    bool unwound = false;
    Time killed_at{};
    system.run([&] {
        const auto victim = sys::spawn([&] {
                                const OnExit leave([&] {
                                    unwound = true;
                                    killed_at = sys::now();
                                });
                                sys::compute(1h).value();
                            }).value();
        sys::sleep(7ms).value();
        sys::kill(victim).value();
        sys::wait(victim).value();
    });
    BOOST_TEST(unwound);
    BOOST_TEST((killed_at == Time(10ms)));
}

BOOST_AUTO_TEST_CASE(a_kernel_that_ends_does_not_wait_for_who_computes) {
    bool unwound = false;
    {
        TestSystem system("fifo");
        system.start("busy", [&] {
            const OnExit leave([&] { unwound = true; });
            sys::compute(10000h).value();
        });
        while (system.kernel.step() == Step::ran) {
        }
        BOOST_TEST((system.kernel.next_deadline() == Time(10000h)));
    }
    BOOST_TEST(unwound);
}

BOOST_AUTO_TEST_CASE(who_arrives_later_is_there_from_the_beginning_and_can_be_killed) {
    TestSystem system("fifo");
    Time begun{};
    for (const bool to_be_killed : {false, true}) {
        StartOptions options{.name = to_be_killed ? "victim" : "late", .body = [&] { begun = sys::now(); }};
        options.arrival = Time(to_be_killed ? 1h : 5ms);
        const auto id = system.kernel.start(std::move(options)).value();
        if (to_be_killed) system.kernel.kill(*system.kernel.find(id));
    }
    BOOST_TEST(system.kernel.run().kind == Verdict::Kind::done);
    BOOST_TEST((begun == Time(5ms)));
    BOOST_TEST((system.world.now() == Time(5ms)));
    BOOST_TEST((system.end_of("victim") == killed));
}

BOOST_AUTO_TEST_CASE(what_is_known_of_a_task_is_asked_and_handed_down) {
    TestSystem system;
    system.run([] {
        const Scheduling what{.priority = 3, .tickets = 7, .burst = 1s, .deadline = Time(2s), .processors = 1};
        sys::schedule(what).value();
        BOOST_TEST((sys::scheduled().value() == what));
        const auto child = sys::spawn([] { sys::sleep(1s).value(); }).value();
        BOOST_TEST((sys::scheduled(child).value() == Scheduling{.priority = 3, .tickets = 7, .processors = 1}));
        sys::schedule(Scheduling{.tickets = 1}, child).value();
        BOOST_TEST(sys::scheduled(child).value().tickets == 1u);
        BOOST_TEST((sys::schedule(Scheduling{.processors = 2}) == Errno::inval));
        sys::wait(child).value();
        BOOST_TEST((sys::scheduled(child) == Errno::srch));
        BOOST_TEST(sys::present_processor() == 0);
    });
}

BOOST_AUTO_TEST_CASE(what_is_computed_is_time_running_and_counts_for_the_limit) {
    TestSystem system;
    system.run([] {
        sys::compute(3s).value();
        for (const auto& each : sys::list_tasks())
            if (each.id == sys::get_tid()) BOOST_TEST((each.ran == 3s));
    });
}

BOOST_AUTO_TEST_CASE(on_the_host_others_go_on_while_one_computes) {
    HostSystem system("rr:quantum=1");
    Time computed{}, ready{};
    system.start("busy", [&] {
        sys::compute(10ms).value();
        computed = sys::now();
    });
    system.start("other", [&] {
        sys::sleep(1ms).value();
        ready = sys::now();
    });
    system.kernel.run();
    BOOST_TEST((computed >= Time(10ms)));
    BOOST_TEST((ready < computed));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
