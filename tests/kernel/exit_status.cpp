#include "kernel/exit_status.hpp"

#include <boost/test/unit_test.hpp>
#include <csignal>

namespace fibrix::testing {

using Reason = ExitStatus::Reason;

BOOST_AUTO_TEST_SUITE(exit_status)

BOOST_AUTO_TEST_CASE(a_fault_is_called_what_it_is) {
    BOOST_TEST(to_string({Reason::faulted, SIGSEGV}) == "memory fault");
    BOOST_TEST(to_string({Reason::faulted, SIGFPE}) == "arithmetic fault");
    BOOST_TEST(to_string({Reason::faulted, SIGILL}) == "illegal instruction");
    BOOST_TEST(to_string({Reason::faulted, SIGBUS}) == "bus error");
}

BOOST_AUTO_TEST_CASE(a_code_of_its_own_never_looks_reserved) {
    BOOST_TEST(ExitStatus({Reason::exited, 119}).shell_code() == 119);
    BOOST_TEST(ExitStatus({Reason::exited, 120}).shell_code() == 119);
    BOOST_TEST(ExitStatus({Reason::exited, -1}).shell_code() == 119);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
