// How a program outside of the tree is tested: with a kernel that the test drives.

#define BOOST_TEST_MODULE greeter
#include "syscalls/kit/test_kernel.hpp"

#include <boost/test/unit_test.hpp>

using namespace fibrix;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(it_waits_for_a_minute) {
    TestKernel kernel;
    const auto id = kernel.start_program("greeter");
    kernel.advance(59s);
    BOOST_TEST((kernel.state(id) == State::sleeping));
    BOOST_TEST(kernel.output() == "");
    kernel.advance(1s);
    BOOST_TEST(kernel.output() == "good morning\n");
}

BOOST_AUTO_TEST_CASE(it_looks_at_the_clock) {
    TestKernel kernel;
    const auto id = kernel.start_program("greeter");
    kernel.inject<sys::Now>(id, Time(5h));
    kernel.run();
    BOOST_TEST(kernel.output() == "good evening\n");
    BOOST_TEST(kernel.status(id).ok());
}
