// What a started program gets of its starter's handles.
#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"

using namespace fibrix;

BOOST_AUTO_TEST_SUITE(start_handles)

namespace {

// Prints `text` to the handle it calls standard output, and gives its exit code.
ExitStatus echo(const std::string& text, const std::vector<Handle>& handles) {
    const auto id = sys::start("echo", std::vector<std::string>{text}, false, handles);
    return sys::wait(id.value()).value();
}

}  // namespace

BOOST_AUTO_TEST_CASE(those_listed_become_0_1_2_and_none_listed_means_the_same_as_here) {
    testing::TestSystem system;
    std::vector<Outside> written;
    system.world.on_output([&](Outside outside, std::string_view) { written.push_back(outside); });
    system.run([] {
        BOOST_TEST(echo("x", {}).ok());
        BOOST_TEST(echo("x", {sys::no_handle, sys::standard_error}).ok());
        BOOST_TEST((echo("x", {0}) == ExitStatus({ExitStatus::Reason::exited, 1})));  // it has no standard output
    });
    BOOST_TEST(written == (std::vector<Outside>{1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_that_is_not_open_or_belongs_to_its_process_is_refused) {
    testing::TestSystem system;
    system.run([] {
        const std::vector<std::string> none;
        BOOST_TEST((sys::start("echo", none, false, std::vector<Handle>{99}).error() == Errno::badf));
        BOOST_TEST((sys::start("echo", none, false, std::vector<Handle>{-2}).error() == Errno::badf));
        const Handle nursery = sys::nursery_open().value();
        BOOST_TEST((sys::start("echo", none, false, std::vector<Handle>{nursery}).error() == Errno::inval));
    });
    BOOST_TEST(system.ends.size() == 1u);
}

BOOST_AUTO_TEST_CASE(arguments_can_be_written_in_braces) {
    testing::TestSystem system;
    system.run([] { BOOST_TEST(sys::wait(sys::start("echo", {"a", "b"}).value()).value().ok()); });
    BOOST_TEST(system.output == "a b\n");
}

BOOST_AUTO_TEST_SUITE_END()
