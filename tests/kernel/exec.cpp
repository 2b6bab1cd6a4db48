// Exec: another program in the same process, whatever the size of its stack.

#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

const std::vector<std::string> list{"--list"};

// Programs with larger stacks than those of the fixture can still be started and have their memory back.
void check_that_stacks_are_counted_right() {
    for (int i = 0; i < 3; ++i) {
        const auto id = sys::start("usertests", list);
        BOOST_REQUIRE(id.has_value());
        BOOST_TEST(sys::wait(*id).value() == exited_well);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exec)

BOOST_AUTO_TEST_CASE(tasks_that_end_after_it_give_up_the_stack_that_they_had) {
    TestSystem system;
    system.run([&] {
        for (int i = 0; i < 3; ++i)
            system.start("small", [] {
                for (int task = 0; task < 3; ++task) sys::spawn([] { sys::sleep(1h).value(); }).value();
                const bool has_run = sys::get_pid().slot % 2 == 0;
                if (has_run) sys::sleep(1s).value();
                sys::exec("usertests", list).value();
            });
        sys::sleep(1min).value();
        check_that_stacks_are_counted_right();
    });
    BOOST_TEST(system.end_of("usertests") == exited_well);
    BOOST_TEST(system.kernel.stacks().in_use() == 0u);
}

BOOST_AUTO_TEST_CASE(one_that_is_killed_before_the_new_program_begins_gives_up_its_stack) {
    TestSystem system;
    system.kernel.stacks().limit(3);  // of each size
    system.run([&] {
        for (int i = 0; i < 3; ++i) {
            const auto pid = system.start("small", [] {
                const OnExit exit([] { sys::kill(sys::get_pid()).value(); });
                sys::exec("usertests", list).value();
            });
            sys::sleep(1s).value();
            BOOST_TEST(sys::kill(pid, Signal::none).error() == Errno::srch);
        }
        check_that_stacks_are_counted_right();
    });
    BOOST_TEST(system.output.find("processes/") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
