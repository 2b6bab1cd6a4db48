// Limits: what is over one is refused with the documented error, and children inherit them.

#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

Limits lower(void (*change)(Limits&)) {
    auto limits = sys::get_limits();
    change(limits);
    sys::set_limits(limits).value();
    return limits;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limits)

BOOST_AUTO_TEST_CASE(handles) {
    TestSystem system;
    system.run([] {
        lower([](Limits& limits) { limits.handles = 5; });
        const auto ends = sys::make_pipe().value();
        BOOST_TEST(sys::make_pipe().error() == Errno::mfile);
        sys::close(ends.first).value();
        BOOST_TEST(sys::make_pipe().error() == Errno::mfile);
        sys::close(ends.second).value();
        BOOST_TEST(sys::make_pipe().has_value());
    });
}

BOOST_AUTO_TEST_CASE(tasks) {
    TestSystem system;
    system.run([] {
        lower([](Limits& limits) { limits.tasks = 3; });
        const auto one = sys::spawn([] {}).value();
        sys::spawn([] {}).value();
        BOOST_TEST(sys::spawn([] {}).error() == Errno::again);
        sys::wait(one).value();
        BOOST_TEST(sys::spawn([] {}).has_value());
    });
}

BOOST_AUTO_TEST_CASE(memory_of_stacks_and_pipes) {
    TestSystem system;
    system.run([] {
        lower([](Limits& limits) { limits.memory = 4 * 64 * 1024; });  // the caller's own stack is one of them
        const auto ends = sys::make_pipe().value();
        const auto task = sys::spawn([] { sys::sleep(1s).value(); }).value();
        BOOST_TEST(sys::socket_pair().error() == Errno::nomem);
        BOOST_TEST(sys::make_pipe().has_value());
        BOOST_TEST(sys::spawn([] {}).error() == Errno::again);
        sys::wait(task).value();
        BOOST_TEST(sys::spawn([] {}).has_value());
        sys::close(ends.first).value();
        sys::close(ends.second).value();
    });
}

BOOST_AUTO_TEST_CASE(time_running_ends_in_sigxcpu) {
    HostSystem system;
    system.start("busy", [] {
        lower([](Limits& limits) { limits.cpu = 5ms; });
        for (;;) sys::yield();
    });
    system.kernel.run();
    BOOST_TEST(system.end_of("busy") == (ExitStatus{ExitStatus::Reason::signaled, static_cast<int>(Signal::xcpu)}));
}

BOOST_AUTO_TEST_CASE(a_limit_is_never_raised_and_children_inherit_it) {
    TestSystem system;
    system.run([&] {
        auto limits = lower([](Limits& wanted) { wanted.tasks = 2; });
        limits.tasks = 3;
        BOOST_TEST(sys::set_limits(limits).error() == Errno::perm);
        limits.tasks = 2;
        limits.cpu = 0s;
        BOOST_TEST(sys::set_limits(limits).error() == Errno::inval);
        const auto child = sys::start("spawner").value();
        BOOST_TEST(system.kernel.find_process(child)->limits.tasks == 2u);
        sys::kill(child).value();
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
