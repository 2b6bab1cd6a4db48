// Killing a task in every state it can be in.

#include <boost/test/unit_test.hpp>

#include "kernel/panic.hpp"
#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

// For tests in which a kill runs into `noexcept`: what boot installs, taken back afterwards.
struct TerminateHandler {
    std::terminate_handler before = std::get_terminate();
    TerminateHandler() { install_terminate_handler(); }
    TerminateHandler(const TerminateHandler&) = delete;
    TerminateHandler& operator=(const TerminateHandler&) = delete;
    ~TerminateHandler() { std::set_terminate(before); }
};

// Spawns `body`, lets it run until it waits, kills it, and gives its status.
template <class F>
ExitStatus spawn_and_kill(F body) {
    const auto victim = sys::spawn(std::move(body)).value();
    for (int i = 0; i < 2; ++i) sys::yield();  // once for it, once for what it spawns
    sys::kill(victim).value();
    return sys::wait(victim, Deadline::after(1h)).value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kill)

BOOST_AUTO_TEST_CASE(before_its_first_dispatch_a_task_never_runs) {
    TestSystem system;
    bool ran = false, freed = false;
    system.run([&] {
        auto owned = std::make_shared<OnExit<std::function<void()>>>([&] { freed = true; });
        const auto victim = sys::spawn([&ran, owned = std::move(owned)] { ran = true; }).value();
        sys::kill(victim).value();
        BOOST_TEST(sys::wait(victim).value() == killed);
    });
    BOOST_TEST(!ran);
    BOOST_TEST(freed);
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(before_its_first_dispatch_a_task_lets_go_of_the_handles_it_was_given) {
    HostSystem system;
    system.run([&] {
        const auto handle = sys::listen(SocketAddress::loopback(0)).value();
        const auto victim = sys::spawn([own = OwnedHandle(handle)] {}).value();
        sys::kill(victim).value();
        BOOST_TEST(sys::wait(victim).value() == killed);
        BOOST_TEST(sys::close(handle).error() == Errno::badf);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_task_that_cannot_be_spawned_lets_go_of_the_handles_it_was_given) {
    HostSystem system;
    system.run([&] {
        const auto handle = sys::listen(SocketAddress::loopback(0)).value();
        system.kernel.stacks().limit(1);
        BOOST_TEST(sys::spawn([own = OwnedHandle(handle)] {}).error() == Errno::again);
        BOOST_TEST(sys::close(handle).error() == Errno::badf);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(ready_a_task_gets_as_far_as_its_next_request) {
    TestSystem system;
    std::string trace;
    system.run([&] {
        const auto victim = sys::spawn([&] {
                                const OnExit leave([&] { trace += "unwound"; });
                                sys::yield();
                                trace += "went on, ";
                                sys::now();
                                trace += "too far, ";
                            }).value();
        sys::yield();
        sys::kill(victim).value();
        BOOST_TEST(sys::wait(victim).value() == killed);
    });
    BOOST_TEST(trace == "went on, unwound");
}

BOOST_AUTO_TEST_CASE(sleeping_a_task_is_unwound_at_once) {
    TestSystem system;
    system.run([] {
        BOOST_TEST(spawn_and_kill([] { sys::sleep(1s); }) == killed);
        BOOST_TEST(sys::now() == Time{});
    });
    BOOST_TEST(system.kernel.asleep() == 0u);
}

BOOST_AUTO_TEST_CASE(waiting_for_another_task) {
    TestSystem system;
    system.run([] {
        const auto other = sys::spawn([] { sys::sleep(1s); }).value();
        BOOST_TEST(spawn_and_kill([=] { sys::wait(other, Deadline::after(5s)).value(); }) == killed);
        BOOST_TEST(spawn_and_kill([=] { sys::wait_any().value(); }) == killed);
        BOOST_TEST(sys::wait(other).value() == exited_well);
    });
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(waiting_for_the_host) {
    HostSystem system;
    system.run([&] {
        const auto listener = sys::listen(SocketAddress::loopback(0)).value();
        const auto client = sys::connect(sys::local_name(listener).value()).value();
        sys::accept(listener).value();
        BOOST_TEST(spawn_and_kill([=] { sys::accept(listener).value(); }) == killed);
        BOOST_TEST(spawn_and_kill([=] { sys::read_wait(client).value(); }) == killed);
        BOOST_TEST(spawn_and_kill([=] {
                       std::array<std::byte, 1> byte;
                       sys::receive(client, byte).value();
                   }) == killed);
        BOOST_TEST(system.kernel.in_flight() == 0u);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(waiting_on_what_has_just_been_closed) {
    HostSystem system;
    system.run([&] {
        const auto listener = sys::listen(SocketAddress::loopback(0)).value();
        const auto victim = sys::spawn([=] { sys::accept(listener).value(); }).value();
        sys::yield();
        sys::close(listener).value();
        sys::kill(victim).value();
        BOOST_TEST(sys::wait(victim).value() == killed);
        BOOST_TEST(system.kernel.in_flight() == 0u);
    });
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(a_kill_is_not_survived_by_catching_it) {
    TestSystem system;
    int caught = 0;
    system.run([&] {
        BOOST_TEST(spawn_and_kill([&] {
                       for (int i = 0; i < 3; ++i) try {
                               sys::sleep(1s);
                           } catch (...) {
                               ++caught;
                           }
                       return 5;
                   }) == killed);
    });
    BOOST_TEST(caught == 3);
}

BOOST_AUTO_TEST_CASE(it_is_never_delivered_at_a_release) {
    HostSystem system;
    std::vector<bool> done;
    system.run([&] {
        const auto other = sys::spawn([] { sys::sleep(1h); }).value();
        const auto detached = sys::spawn([] { sys::sleep(1h); }).value();
        const auto victim = sys::spawn([&] {
                                const auto handle = sys::listen(SocketAddress::loopback(0)).value();
                                sys::yield();
                                done = {sys::close(handle).has_value(), sys::kill(other).has_value(),
                                        sys::detach(detached).has_value()};
                                sys::yield();
                                done.clear();
                            }).value();
        sys::yield();
        sys::kill(victim).value();
        BOOST_TEST(sys::wait(victim).value() == killed);
        BOOST_TEST(sys::wait(other).value() == killed);
    });
    BOOST_TEST(done == (std::vector{true, true, true}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(requests_during_unwinding_that_would_wait_are_cancelled) {
    TestSystem system;
    std::string trace;
    system.run([&] {
        BOOST_TEST(spawn_and_kill([&] {
                       const OnExit leave([&] {
                           trace += to_string(sys::sleep(1s).error());
                           trace += sys::get_tid().valid() ? " goes on" : "";
                       });
                       sys::sleep(1h);
                   }) == killed);
    });
    BOOST_TEST(trace == "ECANCELED goes on");
}

BOOST_AUTO_TEST_CASE(waiting_in_a_destructor_while_another_exception_unwinds_the_wait_is_cancelled) {
    TestSystem system;
    Errno told{};
    system.run([&] {
        const auto status = spawn_and_kill([&] {
            try {
                const OnExit leave([&] { told = sys::sleep(1h).error(); });
                throw std::runtime_error("first");
            } catch (const std::runtime_error&) {
                sys::yield();
            }
        });
        BOOST_TEST(status == killed);
    });
    BOOST_TEST(told == Errno::canceled);
    BOOST_TEST(system.end_of("test") == exited_well);
}

BOOST_AUTO_TEST_CASE(waiting_in_a_destructor_otherwise_the_process_is_abandoned_and_the_system_goes_on) {
    const ExpectedLeak leak;
    const TerminateHandler handler;
    TestSystem system;
    const auto victim = system.start("victim", [] {
        sys::spawn([] { sys::sleep(1h); }).value();
        const OnExit leave([] { sys::sleep(1h).value(); });
    });
    system.run([&] {
        sys::yield();
        sys::kill(victim).value();
        sys::sleep(1s);
    });
    BOOST_TEST(system.end_of("victim") == killed);
    BOOST_TEST(system.end_of("test") == exited_well);
    BOOST_TEST(system.notices.contain("the process is abandoned"));
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(a_member_that_cannot_be_unwound_after_the_first_task_has_ended) {
    const ExpectedLeak leak;
    const TerminateHandler handler;
    TestSystem system;
    system.start("victim", [] {
        for (int i = 0; i < 2; ++i) sys::spawn([] { const OnExit leave([] { sys::sleep(1h).value(); }); }).value();
        sys::yield();
    });
    system.run([] { sys::sleep(1s); });
    BOOST_TEST(system.end_of("victim") == killed);
    BOOST_TEST(system.end_of("test") == exited_well);
    BOOST_TEST(system.kernel.tasks().count() == 0u);
}

BOOST_AUTO_TEST_CASE(joining_a_nursery_a_task_kills_the_members_and_still_waits_for_them) {
    TestSystem system;
    std::string trace;
    system.run([&] {
        const auto status = spawn_and_kill([&] {
            const OnExit after([&] { trace += "parent"; });
            Nursery nursery;
            nursery
                .spawn([&] {
                    const OnExit leave([&] { trace += "member "; });
                    sys::sleep(1h);
                })
                .value();
            nursery.join();
            trace += "joined ";
            sys::yield();
            trace += "too far ";
        });
        BOOST_TEST(status == killed);
    });
    BOOST_TEST(trace == "member joined parent");
}

BOOST_AUTO_TEST_CASE(exit_unwinds) {
    TestSystem system;
    std::string trace;
    system.run([&] {
        const OnExit outer([&] { trace += "outer"; });
        [&] {
            const OnExit inner([&] { trace += "inner "; });
            sys::exit(9);
        }();
    });
    BOOST_TEST(trace == "inner outer");
    BOOST_TEST(system.end_of("test") == (ExitStatus{ExitStatus::Reason::exited, 9}));
}

BOOST_AUTO_TEST_CASE(a_task_that_kills_itself_goes_on_until_its_next_request) {
    TestSystem system;
    std::string trace;
    system.run([&] {
        const OnExit leave([&] { trace += "unwound"; });
        sys::kill(sys::get_tid()).value();
        trace += "went on, ";
        sys::yield();
        trace += "too far, ";
    });
    BOOST_TEST(trace == "went on, unwound");
    BOOST_TEST(system.end_of("test") == killed);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
