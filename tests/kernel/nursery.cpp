// Nurseries: a scope that no task of it outlives.

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {

BOOST_AUTO_TEST_SUITE(nursery)

BOOST_AUTO_TEST_CASE(join_waits_for_all_members) {
    TestSystem system;
    int ended = 0;
    system.run([&] {
        Nursery nursery;
        for (const int seconds : {1, 3, 2})
            nursery
                .spawn([&ended, seconds] {
                    sys::sleep(seconds * 1s);
                    ++ended;
                })
                .value();
        BOOST_TEST(nursery.join() == exited_well);
        BOOST_TEST(ended == 3);
        BOOST_TEST(sys::now() == Time(3s));
        BOOST_TEST(nursery.join() == exited_well);
    });
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(leaving_the_scope_waits_as_well) {
    TestSystem system;
    system.run([] {
        { Nursery nursery, empty; }
        {
            Nursery nursery;
            nursery.spawn([] { sys::sleep(1s); }).value();
        }
        BOOST_TEST(sys::now() == Time(1s));
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_join_with_a_deadline_leaves_the_members_alone) {
    TestSystem system;
    system.run([] {
        Nursery nursery;
        nursery.spawn([] { sys::sleep(2s); }).value();
        BOOST_TEST(nursery.join(Deadline::after(1s)).error() == Errno::timedout);
        BOOST_TEST(nursery.join(Deadline::after(5s)).value() == exited_well);
        BOOST_TEST(sys::now() == Time(2s));
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(the_first_failure_cancels_the_siblings_and_is_what_join_gives) {
    TestSystem system;
    bool unwound = false;
    system.run([&] {
        Nursery nursery;
        nursery
            .spawn([&] {
                const OnExit leave([&] { unwound = true; });
                sys::sleep(1h);
            })
            .value();
        nursery
            .spawn([] {
                sys::sleep(1s);
                return 4;
            })
            .value();
        const auto never_runs = nursery.spawn([] { sys::sleep(1h); });
        BOOST_TEST(never_runs.has_value());
        BOOST_TEST(nursery.join() == (ExitStatus{ExitStatus::Reason::exited, 4}));
        BOOST_TEST(sys::now() == Time(1s));
        BOOST_TEST(nursery.spawn([] {}).error() == Errno::canceled);
    });
    BOOST_TEST(unwound);
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(an_exception_of_a_member_is_a_failure) {
    TestSystem system;
    system.run([&] {
        Nursery nursery;
        nursery.spawn([] { throw std::runtime_error("member"); }).value();
        nursery.spawn([] { sys::sleep(1h); }).value();
        BOOST_TEST((nursery.join().reason == ExitStatus::Reason::threw));
    });
    BOOST_TEST(system.notices.contain("member"));
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(an_exception_that_leaves_the_scope_cancels_the_members) {
    TestSystem system;
    std::string trace;
    system.run([&] {
        try {
            Nursery nursery;
            nursery
                .spawn([&] {
                    const OnExit leave([&] { trace += "member "; });
                    sys::sleep(1h);
                })
                .value();
            sys::yield();
            throw std::runtime_error("scope");
        } catch (const std::runtime_error& error) {
            trace += error.what();
        }
        BOOST_TEST(sys::now() == Time{});
    });
    BOOST_TEST(trace == "member scope");
}

BOOST_AUTO_TEST_CASE(a_killed_parent_still_waits_for_its_members) {
    TestSystem system;
    std::string trace;
    system.run([&] {
        const auto parent = sys::spawn([&] {
                                const OnExit after([&] { trace += "parent"; });
                                Nursery nursery;
                                nursery
                                    .spawn([&] {
                                        const OnExit leave([&] { trace += "member "; });
                                        sys::sleep(1h);
                                    })
                                    .value();
                                sys::sleep(1h);
                            }).value();
        sys::sleep(1s);
        sys::kill(parent).value();
        BOOST_TEST(sys::wait(parent).value() == killed);
    });
    BOOST_TEST(trace == "member parent");
}

BOOST_AUTO_TEST_CASE(cancel_kills_members_that_run_wait_or_never_ran) {
    TestSystem system;
    int begun = 0;
    system.run([&] {
        Nursery nursery;
        for (int i = 0; i < 3; ++i)
            nursery
                .spawn([&begun] {
                    ++begun;
                    sys::sleep(1h);
                })
                .value();
        sys::yield();
        nursery.spawn([&begun] { ++begun; }).value();
        nursery.cancel();
        BOOST_TEST(nursery.join() == exited_well);  // nobody has failed
        BOOST_TEST(sys::now() == Time{});
    });
    BOOST_TEST(begun == 3);
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(nurseries_nest_and_the_inner_ends_first) {
    TestSystem system;
    std::string trace;
    system.run([&] {
        Nursery outer;
        outer
            .spawn([&] {
                Nursery inner;
                inner
                    .spawn([&] {
                        const OnExit leave([&] { trace += "inner "; });
                        sys::sleep(1h);
                    })
                    .value();
                const OnExit leave([&] { trace += "middle "; });
                sys::sleep(1h);
            })
            .value();
        outer
            .spawn([] {
                sys::sleep(1s);
                return 1;
            })
            .value();
        outer.join();
        trace += "outer";
    });
    BOOST_TEST(trace == "middle inner outer");
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_nursery_that_is_closed_under_a_join_ends_the_join) {
    TestSystem system;
    Result<ExitStatus> told{ExitStatus{}};
    system.run([&] {
        const auto handle = sys::nursery_open().value();
        sys::nursery_spawn(handle, Closure([] { sys::sleep(1s); })).value();
        const auto joiner = sys::spawn([&] { told = sys::nursery_join(handle); }).value();
        sys::yield();
        sys::close(handle).value();
        sys::wait(joiner).value();
        sys::sleep(2s);
    });
    BOOST_TEST(told.error() == Errno::canceled);
    BOOST_TEST(system.end_of("test") == exited_well);
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(ten_thousand_members) {
#if FIBRIX_TSAN
    constexpr int members = 4'000;  // g++ 12's thread sanitizer dies at 8128 fibers
#else
    constexpr int members = 10'000;
#endif
    TestSystem system;
    int ended = 0;
    system.run([&] {
        Nursery nursery;
        for (int i = 0; i < members; ++i)
            nursery
                .spawn([&ended] {
                    sys::sleep(1s);
                    ++ended;
                })
                .value();
        BOOST_TEST(nursery.join() == exited_well);
        for (int i = 0; i < members; ++i) nursery.spawn([] { sys::sleep(1h); }).value();
        sys::yield();
        nursery.cancel();
        BOOST_TEST(nursery.join() == exited_well);  // nobody has failed
        BOOST_TEST(sys::now() == Time(1s));
    });
    BOOST_TEST(ended == members);
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
