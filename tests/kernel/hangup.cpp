// The end of a system for those who handle SIGHUP: they get it, and time to bring something in order.

#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

/// Handles SIGHUP; then works for `work`, and notes that it is done.
struct Orderly {
    bool done = false;
    Duration work = 5s;

    void operator()() {
        bool ending = false;
        sys::handle_signal(Signal::hup, [&](Signal) { ending = true; }).value();
        while (!ending) sys::pause().error();
        sys::sleep(work).value();
        done = true;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(hangup)

BOOST_AUTO_TEST_CASE(who_handles_it_has_time_at_an_orderly_end_and_others_are_killed) {
    TestSystem system;
    Orderly orderly;
    system.start("orderly", [&] { orderly(); });
    system.start("sleeper", [] { sys::sleep(1h).value(); });
    system.start("ends it", [&] {
        sys::sleep(1s).value();
        system.kernel.shut_down();
    });
    BOOST_TEST((system.kernel.run().kind == Verdict::Kind::interrupted));
    BOOST_TEST(orderly.done);
    BOOST_TEST(system.end_of("orderly") == exited_well);
    BOOST_TEST(system.end_of("sleeper") == killed);
    BOOST_TEST((system.world.now() == Time(6s)));
}

BOOST_AUTO_TEST_CASE(that_time_is_limited) {
    TestSystem system;
    Orderly orderly{.work = 1h};
    system.start("orderly", [&] { orderly(); });
    system.start("ends it", [&] {
        sys::sleep(1s).value();
        system.kernel.shut_down();
    });
    BOOST_TEST((system.kernel.run().kind == Verdict::Kind::interrupted));
    BOOST_TEST(!orderly.done);
    BOOST_TEST(system.end_of("orderly") == killed);
    BOOST_TEST((system.world.now() == Time(11s)));
}

BOOST_AUTO_TEST_CASE(a_service_has_it_when_the_system_ends) {
    Orderly orderly, slow{.work = 1h};
    {
        TestSystem system;
        system.start(
            "service", [&] { orderly(); }, true);
        system.start(
            "slow", [&] { slow(); }, true);
        system.run([] { sys::sleep(1s).value(); });
        BOOST_TEST(!orderly.done);
    }
    BOOST_TEST(orderly.done);
    BOOST_TEST(!slow.done);
}

BOOST_AUTO_TEST_CASE(one_that_handles_it_and_then_waits_for_nothing_is_killed) {
    TestSystem system;
    system.start("stubborn", [] {
        sys::handle_signal(Signal::hup, [](Signal) {}).value();
        for (;;) sys::pause(Deadline::after(1h)).error();
    });
    system.start("ends it", [&] { system.kernel.shut_down(); });
    BOOST_TEST((system.kernel.run().kind == Verdict::Kind::interrupted));
    BOOST_TEST(system.end_of("stubborn") == killed);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
