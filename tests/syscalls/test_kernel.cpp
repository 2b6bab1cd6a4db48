#include "syscalls/kit/test_kernel.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

namespace fibrix::testing {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(test_kernel)

BOOST_AUTO_TEST_CASE(a_step_is_a_request) {
    TestKernel kernel;
    int at = 0;
    const auto id = kernel.start("counter", [&at] {
        at = 1;
        sys::get_tid();
        at = 2;
        sys::get_tid();
        at = 3;
    });
    BOOST_TEST(at == 0);
    for (const int expected : {1, 2, 3}) {
        BOOST_TEST(kernel.step());
        BOOST_TEST(at == expected);
    }
    BOOST_TEST(!kernel.step());
    BOOST_TEST((kernel.state(id) == State::zombie));
    BOOST_TEST(kernel.status(id).ok());
}

BOOST_AUTO_TEST_CASE(time_stands_still_until_it_is_told_to_pass) {
    TestKernel kernel;
    std::vector<Time> woken;
    const auto id = kernel.start("sleeper", [&woken] {
        for (int i = 0; i < 3; ++i) {
            sys::sleep(10s);
            woken.push_back(sys::now());
        }
    });
    kernel.run_until_idle();
    BOOST_TEST((kernel.state(id) == State::sleeping));
    BOOST_TEST(kernel.wait_reason(id).starts_with("sleep("));
    kernel.advance(9s);
    BOOST_TEST(woken.empty());
    kernel.advance(12s);
    BOOST_TEST((woken == std::vector<Time>{Time(10s), Time(20s)}));
    BOOST_TEST((kernel.now() == Time(21s)));
}

BOOST_AUTO_TEST_CASE(an_answer_can_take_the_place_of_what_a_request_does) {
    TestKernel kernel;
    Time seen{};
    Result<Handle> listening = Errno::io;
    const auto id = kernel.start("asker", [&] {
        seen = sys::now();
        listening = sys::listen(SocketAddress::loopback(7));
    });
    kernel.inject<sys::Now>(id, Time(5s));
    kernel.refuse(id, "listen", Errno::addrinuse);
    kernel.run_until_idle();
    BOOST_TEST((seen == Time(5s)));
    BOOST_TEST((listening.error() == Errno::addrinuse));
    BOOST_TEST(kernel.mock(id).taken_of("listen") == 1);
}

BOOST_AUTO_TEST_CASE(who_waits_for_whom_can_be_seen) {
    TestKernel kernel;
    Channel<int> channel(0);
    int got = 0;
    const auto reader = kernel.start("reader", [&] { got = channel.receive().value(); });
    kernel.run_until_idle();
    BOOST_TEST((kernel.state(reader) == State::waiting));
    kernel.start("writer", [&] { (void)channel.send(7); });
    kernel.run_until_idle();
    BOOST_TEST(got == 7);
    BOOST_TEST((kernel.state(reader) == State::zombie));
}

BOOST_AUTO_TEST_CASE(programs_run_as_they_are) {
    TestKernel kernel;
    const auto id = kernel.start_program("echo", {"some", "words"});
    BOOST_TEST((kernel.run().kind == Verdict::Kind::done));
    BOOST_TEST(kernel.output() == "some words\n");
    BOOST_TEST(kernel.status(id).ok());
    BOOST_CHECK_THROW(kernel.start_program("no such"), SystemError);
    BOOST_TEST(kernel.notices().size() == 1u);
}

BOOST_AUTO_TEST_CASE(one_that_never_waits_is_left_in_the_end) {
    TestKernel kernel;
    kernel.start("restless", [] {
        for (;;) sys::yield();
    });
    BOOST_TEST(kernel.run_until_idle(100) == 100u);
}

BOOST_AUTO_TEST_CASE(it_begins_anew) {
    TestKernel kernel;
    const auto first = kernel.start_program("echo", {"once"});
    kernel.run();
    kernel.reset();
    BOOST_TEST(kernel.output().empty());
    BOOST_TEST((kernel.start_program("echo", {"again"}) == first));
    kernel.run();
    BOOST_TEST(kernel.output() == "again\n");
    BOOST_CHECK_THROW(TestKernel("no such policy"), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
