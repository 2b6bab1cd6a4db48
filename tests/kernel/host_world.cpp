#include "kernel/world/host_world.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

// A pipe of the host's, blocking as a console is.
struct HostPipe {
    std::array<int, 2> ends{};
    HostPipe() { BOOST_REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0); }
    HostPipe(const HostPipe&) = delete;
    HostPipe& operator=(const HostPipe&) = delete;
    ~HostPipe() {
        for (const int end : ends) ::close(end);
    }
    void put(std::string_view text) const {
        BOOST_TEST(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    }
};

StartOptions on_pipe(const HostPipe& pipe, Closure body) {
    StartOptions options{.name = "test"};
    options.body = std::move(body);
    for (const int end : pipe.ends) options.handles.emplace_back(make_object<Console>(end));
    return options;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(host_world)

BOOST_AUTO_TEST_CASE(time_is_monotonic_and_a_sleep_is_not_short) {
    HostSystem system;
    system.run([] {
        const Time before = sys::now();
        sys::sleep(2ms).value();
        BOOST_TEST((sys::now() - before >= 2ms));
        BOOST_TEST(sys::calendar() > 1'600'000'000'000'000'000);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(names_are_resolved_while_others_run) {
    HostSystem system;
    system.run([] {
        Nursery nursery;
        for (int i = 0; i < 5; ++i)
            nursery
                .spawn([] {
                    const auto found = sys::resolve("localhost", std::uint16_t{80}, Deadline::after(20s)).value();
                    BOOST_TEST(!found.empty());
                    for (const auto& address : found) BOOST_TEST(address.port == 80);
                })
                .value();
        BOOST_TEST(nursery.join() == exited_well);
    });
    BOOST_TEST(system.kernel.in_flight() == 0u);
}

BOOST_AUTO_TEST_CASE(a_lookup_can_be_killed_and_its_world_go_away) {
    HostSystem system;
    system.run([] {
        const auto victim = sys::spawn([] { sys::resolve("localhost", std::uint16_t{80}).value(); }).value();
        sys::yield();
        sys::kill(victim).value();
        BOOST_TEST(sys::wait(victim).value() == killed);
    });
    BOOST_TEST(system.kernel.in_flight() == 0u);
}

BOOST_AUTO_TEST_CASE(an_accept_runs_into_its_deadline_and_can_be_repeated) {
    HostSystem system;
    system.run([] {
        const auto listener = sys::listen(SocketAddress::loopback(0)).value();
        BOOST_TEST(sys::accept(listener, Deadline::after(1ms)).error() == Errno::timedout);
        sys::connect(sys::local_name(listener).value()).value();
        BOOST_TEST(sys::accept(listener, Deadline::after(10s)).has_value());
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(readers_of_a_console_are_served_in_turn) {
    const HostPipe pipe;
    HostSystem system;
    std::string got;
    system.kernel
        .start(on_pipe(pipe,
                       [&] {
                           std::vector<TaskId> readers;
                           for (const char name : {'1', '2'})
                               readers.push_back(sys::spawn([&got, name] {
                                                     std::array<std::byte, 2> room{};
                                                     const auto count =
                                                         sys::read(0, room, Deadline::after(10s)).value();
                                                     got += name + std::to_string(count);
                                                 }).value());
                           sys::sleep(1ms);
                           pipe.put("abc");
                           for (const auto reader : readers) BOOST_TEST(sys::wait(reader).value() == exited_well);
                       }))
        .value();
    system.kernel.run();
    BOOST_TEST(got == "1221");
}

BOOST_AUTO_TEST_CASE(a_console_that_nobody_reads_stops_only_who_writes) {
    const HostPipe pipe;
    HostSystem system;
    std::size_t written = 0;
    system.kernel
        .start(on_pipe(pipe,
                       [&] {
                           const std::string piece(10'000, 'x');
                           while (const auto put = sys::write(1, std::as_bytes(std::span(piece)), Deadline::after(2ms)))
                               written += *put;
                       }))
        .value();
    system.start("other", [] { sys::sleep(1ms).value(); });
    BOOST_TEST(system.kernel.run().kind == Verdict::Kind::done);
    BOOST_TEST(system.end_of("other") == exited_well);
    BOOST_TEST(written >= 4096u);
    BOOST_TEST((::fcntl(pipe.ends[1], F_GETFL) & O_NONBLOCK) == 0);
}

BOOST_AUTO_TEST_CASE(an_interrupt_ends_a_run_that_waits) {
    HostSystem system;
    system.start("interrupts", [&] {
        sys::yield();
        system.world.interrupt();
    });
    BOOST_TEST(system.run([] { sys::sleep(1h); }) == Verdict::Kind::interrupted);
    BOOST_TEST(system.end_of("test") == killed);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
