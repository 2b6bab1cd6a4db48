// Filters between a process and the syscall table, by way of the mock.

#include <boost/test/unit_test.hpp>

#include "syscalls/mock_filter.hpp"
#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

struct Filtered : TestSystem {
    Ref<MockFilter> below = make_object<MockFilter>(), mock = make_object<MockFilter>();  // asked last, and first
    Verdict::Kind run_filtered(Closure body) {
        start("test", std::move(body), false, {below, mock});
        return kernel.run().kind;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(filter)

BOOST_AUTO_TEST_CASE(it_answers_instead_of_the_system) {
    Filtered system;
    system.mock->answer<sys::Now>(Time(5s));
    system.mock->answer<sys::Sleep>();
    system.mock->answer<sys::Wait>(ExitStatus{ExitStatus::Reason::exited, 3});
    system.mock->answer<sys::GetTid>(TaskId{9, 9});
    system.run_filtered([] {
        BOOST_TEST(sys::now() == Time(5s));
        BOOST_TEST(sys::sleep(1h).has_value());
        BOOST_TEST(sys::wait(TaskId{77, 0}).value().code == 3);
        BOOST_TEST(sys::get_tid() == (TaskId{9, 9}));
        BOOST_TEST(sys::get_tid() == (TaskId{1, 0}));
        BOOST_TEST(sys::now() == Time{});
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(it_refuses_the_kth_request) {
    Filtered system;
    system.mock->refuse("spawn", Errno::again, 3);
    std::string told;
    system.run_filtered([&] {
        for (int i = 0; i < 4; ++i) told += sys::spawn([] {}, true).has_value() ? "+" : "-";
    });
    BOOST_TEST(told == "++-+");
}

BOOST_AUTO_TEST_CASE(a_refusal_that_the_request_does_not_declare_passes) {
    Filtered system;
    system.mock->refuse("sleep", Errno::connreset);
    system.mock->refuse("now", Errno::io);
    system.run_filtered([] {
        BOOST_TEST(sys::sleep(1s).has_value());
        BOOST_TEST(sys::now() == Time(1s));
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(it_delays_requests_that_answer_and_requests_that_wait) {
    Filtered system;
    system.mock->delay("get_tid", 1s);
    system.mock->delay("sleep", 1s);
    system.mock->delay("sleep", 1s);
    system.run_filtered([&] {
        BOOST_TEST(sys::get_tid() == (TaskId{1, 0}));
        BOOST_TEST(sys::now() == Time(1s));
        sys::sleep(2s).value();
        BOOST_TEST(sys::now() == Time(5s));
        BOOST_TEST(system.mock->taken_of("sleep") == 3);
        BOOST_TEST(system.mock->delivered_of("sleep") == 1);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_delayed_request_that_then_waits_is_waiting_and_its_deadline_counts_from_then) {
    Filtered system;
    system.mock->delay("wait", 1s);
    State state{};
    system.start("looker", [&] {
        sys::sleep(1500ms);
        state = system.kernel.find(TaskId{2, 0})->state;
    });
    system.run_filtered([] {
        const auto other = sys::spawn([] { sys::sleep(1h); }).value();
        BOOST_TEST(sys::wait(other, Deadline::after(1s)).error() == Errno::timedout);
        BOOST_TEST(sys::now() == Time(2s));
    });
    BOOST_TEST(state == State::waiting);
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_task_is_killed_while_its_request_is_held_back) {
    Filtered system;
    system.mock->delay("get_tid", 1h);
    bool unwound = false;
    const auto victim = system.start("victim",
                                     [&] {
                                         const OnExit leave([&] { unwound = true; });
                                         sys::get_tid();
                                     },
                                     false, {system.mock});
    system.run([=] {
        sys::kill(victim).value();
        sys::sleep(1s);
    });
    BOOST_TEST(unwound);
    BOOST_TEST(system.end_of("victim") == killed);
    BOOST_TEST(system.world.now() == Time(1s));
}

BOOST_AUTO_TEST_CASE(held_back_in_a_destructor_that_unwinds_a_killed_task_still_gets_its_answer) {
    Filtered system;
    system.mock->delay("get_tid", 1h);
    TaskId told;
    const auto victim = system.start("victim",
                                     [&] {
                                         try {
                                             const OnExit leave([&] { told = sys::get_tid(); });
                                             throw std::runtime_error("unwinding");
                                         } catch (const std::runtime_error&) {
                                             sys::yield();
                                         }
                                     },
                                     false, {system.mock});
    system.run([=] {
        sys::kill(victim).value();
        sys::sleep(1s);
    });
    BOOST_TEST(told == victim);
    BOOST_TEST(system.end_of("victim") == killed);
}

BOOST_AUTO_TEST_CASE(they_stack_and_the_last_added_is_asked_first) {
    Filtered system;
    system.mock->answer<sys::Now>(Time(2s));
    system.below->answer<sys::Now>(Time(1s));
    system.run_filtered([&] {
        BOOST_TEST(sys::now() == Time(2s));
        BOOST_TEST(system.below->taken_of("now") == 0);
        BOOST_TEST(sys::now() == Time(1s));
        BOOST_TEST(sys::now() == Time{});
        BOOST_TEST(system.mock->taken_of("now") == 3);
        BOOST_TEST(system.below->taken_of("now") == 2);
        BOOST_TEST(system.mock->delivered_of("now") == 3);
        BOOST_TEST(system.below->delivered_of("now") == 3);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(other_processes_are_not_filtered_and_spawned_tasks_are) {
    Filtered system;
    system.mock->answer<sys::Now>(Time(2s));
    system.start("other", [] { BOOST_TEST(sys::now() == Time{}); });
    system.run_filtered([] {
        const auto task = sys::spawn([] { BOOST_TEST(sys::now() == Time(2s)); }).value();
        BOOST_TEST(sys::wait(task).value() == exited_well);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
