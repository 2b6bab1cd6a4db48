// Deadlines and sleep, in simulated time that jumps.

#include <boost/test/unit_test.hpp>
#include <chrono>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {

BOOST_AUTO_TEST_SUITE(deadlines)

BOOST_AUTO_TEST_CASE(a_sleep_of_a_day_takes_no_real_time) {
    TestSystem system;
    const auto before = std::chrono::steady_clock::now();
    system.run([] {
        sys::sleep(24h).value();
        BOOST_TEST(sys::now() == Time(24h));
    });
    BOOST_TEST((std::chrono::steady_clock::now() - before < 10s));
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_sleep_ends_at_its_exact_instant) {
    TestSystem system;
    system.run([] {
        Time expected{};
        for (const auto span : {1ns, 999ns, 32768ns, 1'000'003ns, 5'000'000'007ns, 86'400'000'000'001ns}) {
            sys::sleep(span).value();
            expected += span;
            BOOST_TEST(sys::now() == expected);
        }
        sys::sleep_until(expected + 7ns).value();
        BOOST_TEST(sys::now() == expected + 7ns);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_sleep_of_zero_gives_way_once_and_a_negative_one_is_refused) {
    TestSystem system;
    std::string trace;
    system.run([&] {
        sys::spawn([&] { trace += "other "; }, true).value();
        BOOST_TEST(sys::sleep(-1ns).error() == Errno::inval);
        trace += "before ";
        sys::sleep(0s).value();
        trace += "after";
        sys::sleep_until(Time{}).value();
        sys::sleep_until(Time(-5s)).value();
        BOOST_TEST(sys::now() == Time{});
    });
    BOOST_TEST(trace == "before other after");
}

BOOST_AUTO_TEST_CASE(equal_deadlines_go_in_the_order_in_which_they_were_set) {
    TestSystem system;
    std::string order;
    system.run([&] {
        Nursery nursery;
        for (const char name : {'a', 'b', 'c', 'd'})
            nursery
                .spawn([&order, name] {
                    sys::sleep_until(Time(name == 'b' ? 1s : 2s));
                    order += name;
                })
                .value();
        nursery.join();
    });
    BOOST_TEST(order == "bacd");
}

BOOST_AUTO_TEST_CASE(every_request_with_a_deadline_times_out) {
    TestSystem system;
    system.run([] {
        const auto soon = Deadline::after(1s);
        const auto forever = sys::spawn([] { sys::sleep(1h); }).value();
        BOOST_TEST(sys::wait(forever, soon).error() == Errno::timedout);
        BOOST_TEST(sys::wait_any(soon).error() == Errno::timedout);
        BOOST_TEST(sys::now() == Time(2s));
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(every_request_to_the_host_with_a_deadline_times_out) {
    HostSystem system;
    system.run([&] {
        const auto soon = Deadline::after(2ms);
        const auto listener = sys::listen(SocketAddress::loopback(0)).value();
        BOOST_TEST(sys::accept(listener, soon).error() == Errno::timedout);
        const auto client = sys::connect(sys::local_name(listener).value(), soon).value();
        const auto server = sys::accept(listener, soon).value();
        std::array<std::byte, 16384> block{};
        BOOST_TEST(sys::receive(client, block, soon).error() == Errno::timedout);
        BOOST_TEST(sys::read_wait(client, soon).error() == Errno::timedout);
        auto sent = sys::send(server, block, soon);
        while (sent) sent = sys::send(server, block, soon);
        BOOST_TEST(sent.error() == Errno::timedout);
        BOOST_TEST(sys::write_wait(server, soon).error() == Errno::timedout);
        BOOST_TEST(system.kernel.in_flight() == 0u);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_result_that_is_there_beats_a_deadline_gone_by) {
    TestSystem system;
    system.run([] {
        const auto target = sys::spawn([] { return 3; }).value();
        sys::sleep(1s);
        BOOST_TEST(sys::wait(target, Time{}).value().code == 3);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_result_that_arrives_while_nobody_looks_beats_its_deadline) {
    HostSystem system;
    system.run([] {
        const auto listener = sys::listen(SocketAddress::loopback(0)).value();
        const auto client = sys::connect(sys::local_name(listener).value()).value();
        const auto server = sys::accept(listener).value();
        std::array<std::byte, 1> byte{};
        const auto reader = sys::spawn([&] { return sys::receive(client, byte, Deadline::after(1ms)) ? 1 : 2; });
        sys::yield();
        sys::send(server, byte).value();
        for (const Time until = sys::now() + 5ms; sys::now() < until;) continue;
        BOOST_TEST(sys::wait(*reader).value().code == 1);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(an_instant_before_the_beginning_has_passed) {
    TestSystem system;
    system.run([] {
        const auto forever = sys::spawn([] { sys::sleep(1h); }).value();
        BOOST_TEST(sys::wait(forever, sys::now() - 1s).error() == Errno::timedout);
        BOOST_TEST(sys::now() == Time{});
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_sleep_without_end_is_a_deadlock_not_a_spin) {
    TestSystem system;
    BOOST_TEST(system.run([] { sys::sleep(Duration::max()); }) == Verdict::Kind::deadlock);
    BOOST_TEST(system.kernel.verdict().text.find("sleep(") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_deadline_beyond_the_end_of_time_is_none) {
    TestSystem system;
    const auto kind = system.run([] {
        const auto other = sys::spawn([] { sys::sleep(Duration::max()); }).value();
        sys::wait(other, Deadline::after(Duration::max())).value();
    });
    BOOST_TEST(kind == Verdict::Kind::deadlock);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
