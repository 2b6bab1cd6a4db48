// Poll: any mix of handles, inside and outside, and nothing left behind.

#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

std::vector<sys::PollEntry> reading(std::vector<Handle> handles) {
    std::vector<sys::PollEntry> entries;
    for (const auto handle : handles) entries.push_back({handle, true, false});
    return entries;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(poll)

BOOST_AUTO_TEST_CASE(the_first_pipe_with_something_to_read_is_found) {
    TestSystem system;
    const auto verdict = system.run([] {
        const auto one = sys::make_pipe().value(), other = sys::make_pipe().value();
        const auto both = reading({one.first, other.first});
        BOOST_TEST(sys::poll(both, Deadline::after(1s)).error() == Errno::timedout);
        sys::spawn(
            [other] {
                sys::sleep(1s).value();
                sys::write_all(other.second, "x").value();
            },
            true)
            .value();
        const auto found = sys::poll(both).value();
        BOOST_REQUIRE(found.size() == 1u);
        BOOST_TEST(found[0].handle == other.first);
        BOOST_TEST(found[0].reading);
        sys::write_all(one.second, "x").value();
        BOOST_TEST(sys::poll(both).value().size() == 2u);
        sys::close(other.second).value();
        const std::vector<sys::PollEntry> ends{{one.second, true, true}};
        BOOST_TEST(sys::poll(ends).value()[0].writing);
        BOOST_TEST(sys::poll(reading({99})).error() == Errno::badf);
    });
    BOOST_TEST((verdict == Verdict::Kind::done));
}

BOOST_AUTO_TEST_CASE(a_handle_that_is_closed_meanwhile_ends_the_wait) {
    TestSystem system;
    const auto verdict = system.run([] {
        const auto one = sys::make_pipe().value(), other = sys::make_pipe().value();
        sys::spawn(
            [one] {
                sys::sleep(1s).value();
                sys::close(one.first).value();
            },
            true)
            .value();
        BOOST_TEST(sys::poll(reading({one.first, other.first})).error() == Errno::canceled);
        sys::write_all(other.second, "x").value();
        BOOST_TEST(sys::poll(reading({other.first})).value().size() == 1u);
    });
    BOOST_TEST((verdict == Verdict::Kind::done));
}

BOOST_AUTO_TEST_CASE(sockets_and_pipes_mix_and_what_is_left_is_withdrawn) {
    HostSystem system;
    const auto verdict = system.run([&] {
        auto listener = Listener::at(*SocketAddress::numeric("127.0.0.1", 0)).value();
        auto client = Stream::connect(listener.address().value()).value();
        auto server = listener.accept().value();
        auto other = Stream::connect(listener.address().value()).value();
        auto silent = listener.accept().value();
        const auto pipe = sys::make_pipe().value();
        const auto all = reading({silent.handle(), server.handle(), pipe.first});
        BOOST_TEST(sys::poll(all, Deadline::after(1ms)).error() == Errno::timedout);
        sys::write_all(pipe.second, "x").value();
        auto found = sys::poll(all).value();
        BOOST_REQUIRE(found.size() == 1u);
        BOOST_TEST(found[0].handle == pipe.first);
        std::array<std::byte, 10> buffer{};
        sys::read(pipe.first, buffer).value();
        client.send_all("y").value();
        found = sys::poll(all).value();
        BOOST_REQUIRE(found.size() == 1u);
        BOOST_TEST(found[0].handle == server.handle());
        BOOST_TEST(system.kernel.in_flight() == 0u);
        BOOST_TEST(sys::read(server.handle(), buffer).value() == 1u);
        sys::spawn(
            [pipe] {
                sys::yield();
                sys::write_all(pipe.second, "z").value();
            },
            true)
            .value();
        found = sys::poll(all).value();  // waits at the sockets too, and withdraws that
        BOOST_TEST(found[0].handle == pipe.first);
        BOOST_TEST(system.kernel.in_flight() == 0u);
    });
    BOOST_TEST((verdict == Verdict::Kind::done));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
