// A kernel is a value: two live side by side, one inside another, and one can be reset without a trace.

#include <sys/resource.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

long resident_pages() {
    long total = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> total >> resident;
    return resident;
}

void check_not_grown_since(long before) {
    constexpr long noise = 256;  // pages
    const long now = resident_pages();
    if constexpr (FIBRIX_ASAN || FIBRIX_TSAN)
        BOOST_TEST_MESSAGE("a sanitizer keeps what was freed: " << now - before << " pages more prove nothing");
    else BOOST_TEST(now - before < noise);
}

void count_to_three(std::string& trace, char name) {
    for (int i = 1; i <= 3; ++i) {
        trace += name + std::to_string(i) + " ";
        sys::yield();
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_value)

BOOST_AUTO_TEST_CASE(two_kernels_are_stepped_in_turn) {
    TestSystem one, other;
    std::string trace;
    one.start("one", [&] { count_to_three(trace, 'a'); });
    other.start("other", [&] { count_to_three(trace, 'b'); });
    bool going = true;
    while (going) {
        const bool first = one.kernel.step() != Step::ended;
        const bool second = other.kernel.step() != Step::ended;
        going = first || second;
    }
    BOOST_TEST(trace == "a1 b1 a2 b2 a3 b3 ");
    BOOST_TEST(one.end_of("one") == exited_well);
    BOOST_TEST(other.end_of("other") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_task_can_run_a_kernel_of_its_own) {
    TestSystem outer;
    std::string trace;
    outer.run([&] {
        try {
            throw std::runtime_error("outer");
        } catch (const std::runtime_error& error) {
            TestSystem inner;
            inner.run([&] {
                BOOST_TEST(!std::current_exception());
                BOOST_TEST(sys::get_tid() == (TaskId{1, 0}));
                sys::sleep(1h);
                count_to_three(trace, 'i');
            });
            BOOST_TEST(inner.world.now() == Time(1h));
            BOOST_TEST(sys::now() == Time{});
            sys::yield();
            trace += error.what();
        }
    });
    BOOST_TEST(trace == "i1 i2 i3 outer");
    BOOST_TEST(outer.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(outside_of_a_task_nothing_is_left_behind) {
    BOOST_TEST(!in_task());
    TestSystem system;
    system.run([] { BOOST_TEST(in_task()); });
    BOOST_TEST(!in_task());
    BOOST_TEST(current.owner == nullptr);
}

BOOST_AUTO_TEST_CASE(a_step_never_blocks) {
    HostSystem system;
    system.start("sleeper", [] { sys::sleep(1h); });
    BOOST_TEST((system.kernel.step() == Step::ran));
    const auto before = system.world.now();
    for (int i = 0; i < 100; ++i) BOOST_TEST((system.kernel.step() == Step::idle));
    BOOST_TEST((system.world.now() - before < 10s));
}

BOOST_AUTO_TEST_CASE(a_reset_ends_everything_and_begins_ids_time_and_counters_anew) {
    TestSystem system;
    int unwound = 0;
    for (int round = 0; round < 3; ++round) {
        system.start("sleeper", [&] {
            sys::adopt_orphans().value();
            const OnExit leave([&] { ++unwound; });
            sys::wait(sys::spawn([] { sys::sleep(1h); }).value()).value();
        });
        BOOST_TEST(system.run([] {
            sys::sleep(1s);
            BOOST_TEST(sys::get_tid() == (TaskId{2, 0}));
            BOOST_TEST(sys::now() == Time(1s));
            sys::kill(TaskId{3, 0}).value();
        }) == Verdict::Kind::done);
        BOOST_TEST(system.kernel.dispatches() > 0u);
        system.kernel.reset();
        BOOST_TEST(unwound == round + 1);
        BOOST_TEST(system.kernel.tasks().count() == 0u);
        BOOST_TEST(system.kernel.stacks().in_use() == 0u);
        BOOST_TEST(system.kernel.dispatches() == 0u);
        BOOST_TEST(system.kernel.now() == Time{});
    }
}

BOOST_AUTO_TEST_CASE(a_reset_in_the_middle_unwinds) {
    TestSystem system;
    bool unwound = false;
    system.start("middle", [&] {
        const OnExit leave([&] { unwound = true; });
        Nursery nursery;
        nursery.spawn([] { sys::sleep(1h); }).value();
        nursery.join();
    });
    system.kernel.step();
    system.kernel.reset();
    BOOST_TEST(unwound);
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_resets_leave_no_trace) {
#if FIBRIX_ASAN || FIBRIX_TSAN
    constexpr int resets = 2'000;
#else
    constexpr int resets = 100'000;
#endif
    TestSystem system;
    const auto round = [&] {
        system.run([] {
            Nursery nursery;
            for (int i = 0; i < 3; ++i) nursery.spawn([] { sys::sleep(1s); }).value();
            sys::yield();
        });
        system.kernel.reset();
        system.ends.clear();
    };
    for (int i = 0; i < 1000; ++i) round();
    const auto before = resident_pages();
    for (int i = 0; i < resets; ++i) round();
    check_not_grown_since(before);
    system.run([] { BOOST_TEST(sys::get_tid() == (TaskId{1, 0})); });
}

BOOST_AUTO_TEST_CASE(resets_with_many_tasks_use_the_same_records) {
    TestSystem system;
    constexpr int tasks = 5000;  // more than a chunk of records
    const auto round = [&] {
        for (int i = 0; i < tasks; ++i)
            system.start(
                "one of many", [] {}, true);
        system.kernel.reset();
        system.ends.clear();
    };
    for (int i = 0; i < 3; ++i) round();
    const auto before = resident_pages();
    for (int i = 0; i < 20; ++i) round();
    check_not_grown_since(before);
}

BOOST_AUTO_TEST_CASE(what_refuses_to_die_is_abandoned_at_the_end_with_its_zombies) {
    const ExpectedLeak leak;
    auto system = std::make_unique<TestSystem>();
    bool child_ended = false;
    system->start("parent", [&] {
        StartOptions child{.name = "child"};
        child.body = [&] { child_ended = true; };
        child.parent = system->kernel.find(sys::get_tid())->process;
        system->kernel.start(std::move(child)).value();
        for (;;) try {
                sys::yield();
            } catch (...) {
                continue;
            }
    });
    for (int i = 0; i < 10; ++i) system->kernel.step();
    BOOST_TEST(child_ended);
    system->kernel.reset();
    BOOST_TEST(system->kernel.tasks().count() == 0u);
    BOOST_TEST(system->notices.contain("the process is abandoned"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
