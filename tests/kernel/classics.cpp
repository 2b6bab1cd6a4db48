// The classic policies: who computes when.

#include "tests/kernel/timeline.hpp"

namespace fibrix::testing {
namespace {

std::string run(std::string_view policy, const std::vector<Timeline::Job>& jobs) {
    Timeline timeline(policy);
    for (const auto& each : jobs) timeline.start(each);
    return timeline.run();
}

Scheduling burst(Duration length) { return {.burst = length}; }
Scheduling priority(int level) { return {.priority = level}; }
Scheduling tickets(std::uint32_t count) { return {.tickets = count}; }
Scheduling deadline(Duration at) { return {.deadline = Time(at)}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(classics)

BOOST_AUTO_TEST_CASE(fifo_interrupts_nobody) {
    BOOST_TEST(run("fifo", {{"a", 10ms}, {"b", 3ms, {}, 2ms}, {"c", 2ms, {}, 1ms}}) == "a0-10 c10-12 b12-15");
}

BOOST_AUTO_TEST_CASE(sjf_takes_the_shortest_of_those_that_are_there) {
    BOOST_TEST(
        run("sjf",
            {{"a", 5ms, burst(5ms)}, {"b", 3ms, burst(3ms)}, {"c", 3ms, burst(3ms)}, {"d", 1ms, burst(1ms), 1ms}}) ==
        "b0-3 d3-4 c4-7 a7-12");
}

BOOST_AUTO_TEST_CASE(stcf_lets_a_shorter_one_take_over) {
    BOOST_TEST(run("stcf", {{"a", 10ms, burst(10ms)}, {"b", 3ms, burst(3ms), 2ms}, {"c", 8ms, burst(8ms), 2ms}}) ==
               "a0-2 b2-5 a5-13 c13-21");
}

BOOST_AUTO_TEST_CASE(rr_has_a_quantum_of_time_if_one_is_set) {
    BOOST_TEST(run("rr:quantum=3", {{"a", 5ms}, {"b", 3ms}, {"c", 4ms}}) == "a0-3 b3-6 c6-9 a9-11 c11-12");
}

BOOST_AUTO_TEST_CASE(rr_queues_whose_quantum_is_over_before_who_arrives_then) {
    BOOST_TEST(run("rr:quantum=2", {{"a", 4ms}, {"b", 2ms, {}, 2ms}}) == "a0-4 b4-6");
}

BOOST_AUTO_TEST_CASE(rr_aligned_has_one_timer_for_all) {
    Timeline timeline("rr:quantum=10,aligned=on");
    timeline.start({"a", 3ms});
    timeline.start({"b", 20ms});
    timeline.start({"c", 5ms});
    BOOST_TEST(timeline.run() == "a0-3 b3-10 c10-15 b15-28");
}

BOOST_AUTO_TEST_CASE(priority_runs_the_highest_and_equals_in_turn) {
    BOOST_TEST(run("priority:quantum=2",
                   {{"low", 3ms, priority(1)}, {"a", 3ms, priority(2), 1ms}, {"b", 3ms, priority(2), 1ms}}) ==
               "low0-1 a1-3 b3-5 a5-6 b6-7 low7-9");
}

BOOST_AUTO_TEST_CASE(priority_with_ageing_starves_nobody) {
    const std::vector<Timeline::Job> jobs{{"low", 2ms, priority(0)}, {"high", 40ms, priority(3)}};
    BOOST_TEST(run("priority", jobs) == "high0-40 low40-42");
    BOOST_TEST(run("priority:ageing=2ms,quantum=1ms", jobs) != "high0-40 low40-42");
}

// The low task holds a mutex that the high one wants, and the middle one would keep it from giving it back.
std::string inversion(std::string_view policy) {
    Timeline timeline(policy);
    Mutex mutex;
    timeline.start({"low", {}, priority(1)}, [&] {
        Mutex::Guard guard(mutex);
        sys::compute(4ms).value();
    });
    timeline.start({"high", {}, priority(3), 1ms}, [&] {
        Mutex::Guard guard(mutex);
        sys::compute(1ms).value();
    });
    timeline.start({"middle", 10ms, priority(2), 2ms});
    return timeline.run();
}

BOOST_AUTO_TEST_CASE(priority_is_inherited_by_who_is_waited_for) {
    BOOST_TEST(inversion("priority") == "low0-4 high4-5 middle5-15");
    BOOST_TEST(inversion("priority:inheritance=off") == "low0-2 middle2-12 low12-14 high14-15");
}

BOOST_AUTO_TEST_CASE(mlfq_lets_who_computes_sink_and_who_is_new_go_first) {
    BOOST_TEST(run("mlfq:quantum=2", {{"long", 9ms}, {"new", 3ms, {}, 5ms}}) == "long0-5 new5-8 long8-12");
    BOOST_TEST(run("mlfq:quanta=1+8,allotments=2+1", {{"a", 4ms}, {"b", 4ms}}) == "a0-1 b1-2 a2-3 b3-4 a4-6 b6-8");
}

BOOST_AUTO_TEST_CASE(mlfq_boosts_all_to_the_top) {
    const std::vector<Timeline::Job> jobs{{"a", 8ms}, {"b", 4ms, {}, 4ms}, {"c", 4ms, {}, 8ms}};
    BOOST_TEST(run("mlfq:quantum=4", jobs) == "a0-4 b4-8 c8-12 a12-16");
    BOOST_TEST(run("mlfq:quantum=4,boost=6", jobs) == "a0-4 b4-8 a8-12 c12-16");
}

BOOST_AUTO_TEST_CASE(lottery_shares_by_tickets_and_is_the_same_for_the_same_seed) {
    const std::vector<Timeline::Job> jobs{{"few", 400ms, tickets(1)}, {"many", 400ms, tickets(9)}};
    const auto once = run("lottery:quantum=1", jobs);
    BOOST_TEST(once == run("lottery:quantum=1", jobs));
    BOOST_TEST(once.substr(once.rfind(' ') + 1).starts_with("few"));
    BOOST_TEST(run("lottery", {{"none", 5ms, tickets(0)}, {"one", 5ms, tickets(1), 0ms}}) == "one0-5 none5-10");
}

BOOST_AUTO_TEST_CASE(stride_shares_by_tickets_without_chance) {
    BOOST_TEST(run("stride:quantum=1", {{"a", 4ms, tickets(200)}, {"b", 2ms, tickets(100)}}) ==
               "a0-1 b1-2 a2-3 b3-4 a4-6");
}

BOOST_AUTO_TEST_CASE(eevdf_shares_by_tickets_and_lets_nobody_get_ahead) {
    const auto text = run("eevdf:quantum=2", {{"a", 8ms, tickets(300)}, {"b", 8ms, tickets(100)}});
    BOOST_TEST(text.ends_with("b10-16"), text);  // the other has had its 8 by then
}

BOOST_AUTO_TEST_CASE(random_runs_all_to_their_end) {
    const auto text = run("random:quantum=1", {{"a", 5ms}, {"b", 5ms}});
    BOOST_TEST(text.ends_with("-10"), text);
}

BOOST_AUTO_TEST_CASE(edf_runs_whose_deadline_is_next) {
    BOOST_TEST(run("edf", {{"a", 5ms, deadline(50ms)}, {"b", 2ms, deadline(10ms), 1ms}, {"c", 2ms}}) ==
               "a0-1 b1-3 a3-7 c7-9");
}

BOOST_AUTO_TEST_CASE(percpu_keeps_tasks_on_their_processor_and_takes_from_others_when_told_to) {
    const auto two = [](std::string_view policy) {
        Timeline timeline(policy, 2);
        timeline.start({"a", 2ms});
        timeline.start({"b", 8ms});
        timeline.start({"c", 2ms});
        timeline.start({"d", 8ms});
        return timeline.run();
    };
    BOOST_TEST(two("percpu:quantum=4") == "a@0:0-2 b@1:0-4 c@0:2-4 d@1:4-8 b@1:8-12 d@1:12-16");
    BOOST_TEST(two("percpu:quantum=4,peek=4") == "a@0:0-2 b@1:0-8 c@0:2-4 d@0:4-8 d@1:8-12");
}

BOOST_AUTO_TEST_CASE(every_policy_says_why_and_what_its_rules_are) {
    for (const auto* entry : PolicyEntry::list()) {
        if (entry->name.starts_with("test_")) continue;
        Timeline timeline(entry->name);
        timeline.start({"a", 25ms});
        timeline.start({"b", 5ms});
        timeline.run();
        for (const auto& reason : timeline.reasons) BOOST_TEST(!reason.empty(), entry->name);
        BOOST_TEST((!entry->rules.empty() || entry->name == "batching"), entry->name);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
