// Verdicts when nothing can ever run again, and cycles that are reported while something still can.

#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

// Three tasks that wait for each other in a ring; ids 2, 3 and 4 of a process whose first task is 1.
void make_ring() {
    for (const std::uint32_t next : {3u, 4u, 2u}) sys::spawn([next] { sys::wait(TaskId{next, 0}).value(); }).value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(deadlock)

BOOST_AUTO_TEST_CASE(the_verdict_says_who_waits_for_whom) {
    TestSystem system;
    const auto kind = system.run([] {
        make_ring();
        sys::wait(TaskId{2, 0}).value();
    });
    BOOST_TEST(kind == Verdict::Kind::deadlock);
    BOOST_TEST(system.kernel.verdict().text == "task 1 (test) waits for task 2 (test): wait(id=2)\n"
                                               "task 2 (test) waits for task 3 (test): wait(id=3)\n"
                                               "task 3 (test) waits for task 4 (test): wait(id=4)\n"
                                               "task 4 (test) waits for task 2 (test): wait(id=2)");
}

BOOST_AUTO_TEST_CASE(the_verdict_stays_and_a_new_start_takes_it_back) {
    TestSystem system;
    system.run([] {
        make_ring();
        sys::wait(TaskId{2, 0}).value();
    });
    BOOST_TEST(system.kernel.run().kind == Verdict::Kind::deadlock);
    BOOST_TEST((system.kernel.step() == Step::ended));
    system.start("rescuer", [&] { sys::kill(TaskId{1, 0}).value(); });
    BOOST_TEST(system.kernel.run().kind == Verdict::Kind::done);
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(a_cycle_is_reported_when_its_last_edge_is_made_while_others_run_on) {
    TestSystem system;
    system.start("busy", [&] {
        sys::sleep(1s);
        BOOST_TEST(system.notices.contain("deadlock: task 4 (test) waits for task 2 (test): wait(id=2)") == false);
    });
    system.start("test", [] {
        for (const std::uint32_t next : {4u, 5u, 3u})
            sys::spawn([next] { sys::wait(TaskId{next, 0}).value(); }).value();
        sys::sleep(2s);
        sys::exit(0);
    });
    BOOST_TEST(system.kernel.run().kind == Verdict::Kind::done);
    BOOST_TEST(system.notices.lines.size() == 1u);
    BOOST_TEST(system.notices.contain("deadlock: task 5 (test) waits for task 3 (test): wait(id=3); "
                                      "task 3 (test) waits for task 4 (test): wait(id=4); "
                                      "task 4 (test) waits for task 5 (test): wait(id=5)"));
}

BOOST_AUTO_TEST_CASE(a_cycle_that_a_deadline_will_end_is_reported_and_ends) {
    TestSystem system;
    system.run([] {
        TaskId one, other;
        one = sys::spawn([&] { BOOST_TEST(sys::wait(other, Deadline::after(1s)).error() == Errno::timedout); }).value();
        other = sys::spawn([&] { BOOST_TEST(sys::wait(one).value() == exited_well); }).value();
        BOOST_TEST(sys::wait(other).value() == exited_well);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(services_do_not_keep_a_run_alive) {
    TestSystem system;
    int ticks = 0;
    system.start(
        "service",
        [&] {
            for (;; ++ticks) sys::sleep(1s);
        },
        true);
    BOOST_TEST(system.run([] { sys::sleep(3500ms); }) == Verdict::Kind::done);
    BOOST_TEST(ticks == 3);
}

BOOST_AUTO_TEST_CASE(a_standstill_beside_services_is_told_once) {
    TestSystem system;
    Semaphore call(0);
    int told = -1;
    system.start(
        "service",
        [&] {
            for (int i = 0; i < 100; ++i) sys::sleep(100ms);
            told = static_cast<int>(system.notices.lines.size());
            call.release();
        },
        true);
    BOOST_TEST(system.run([&] { call.acquire().value(); }) == Verdict::Kind::done);
    BOOST_TEST(told == 1);
    BOOST_TEST(system.notices.contain("nothing but services can go on:\ntask 2 (test) waits: "));
}

BOOST_AUTO_TEST_CASE(a_service_that_takes_its_time_is_no_standstill) {
    TestSystem system;
    Channel<int> questions(1), answers(1);
    system.start(
        "service",
        [&] {
            for (int i = 0; i < 10; ++i) {
                questions.receive().value();
                sys::sleep(900ms);
                answers.send(i).value();
            }
        },
        true);
    system.run([&] {
        for (int i = 0; i < 10; ++i) {
            questions.send(i).value();
            answers.receive().value();
        }
    });
    BOOST_TEST(system.notices.lines.empty());
}

BOOST_AUTO_TEST_CASE(services_alone_are_a_run_that_is_done) {
    TestSystem system;
    bool ran = false;
    system.start(
        "service", [&] { ran = true; }, true);
    BOOST_TEST(system.kernel.run().kind == Verdict::Kind::done);
    BOOST_TEST(!ran);
}

BOOST_AUTO_TEST_CASE(what_is_killed_from_outside_is_no_deadlock) {
    TestSystem system;
    TaskId parent;
    system.run([&] {
        const auto endless = sys::spawn([] { sys::sleep(Duration::max()); }).value();
        parent = sys::spawn([=] {
                     Nursery nursery;
                     nursery.spawn([=] { sys::wait(endless).value(); }).value();
                     nursery.spawn([] { sys::sleep(Duration::max()); }).value();
                     nursery.join();
                 }).value();
        sys::wait(parent).value();
    });
    BOOST_TEST(system.kernel.run().kind == Verdict::Kind::deadlock);
    system.start("bystander", [] {});
    BOOST_TEST((system.kernel.step() == Step::ran));
    system.kernel.kill(*system.kernel.find(parent));
    BOOST_TEST(system.kernel.run().kind == Verdict::Kind::done);
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_request_to_shut_down_ends_a_run_as_interrupted) {
    TestSystem system;
    bool unwound = false;
    system.start("asks", [&] {
        sys::sleep(1s);
        system.kernel.shut_down();
    });
    const auto kind = system.run([&] {
        const OnExit leave([&] { unwound = true; });
        sys::sleep(1h);
    });
    BOOST_TEST(kind == Verdict::Kind::interrupted);
    BOOST_TEST(unwound);
    BOOST_TEST(system.end_of("test") == killed);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
