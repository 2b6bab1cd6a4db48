#include "kernel/line.hpp"

#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <string>

#include "tests/kernel/fixture.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

// What `line` prints.
std::string printed(Line& line) {
    std::array<int, 2> ends{};
    BOOST_REQUIRE(::pipe(ends.data()) == 0);
    const int before = ::dup(STDERR_FILENO);
    ::dup2(ends[1], STDERR_FILENO);
    line.print();
    ::dup2(before, STDERR_FILENO);
    std::array<char, 1024> text{};
    const auto got = ::read(ends[0], text.data(), text.size());
    for (const int each : {before, ends[0], ends[1]}) ::close(each);
    return {text.data(), static_cast<std::size_t>(got)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(line)

BOOST_AUTO_TEST_CASE(it_begins_like_those_of_the_log) {
    SimulatedWorld world;
    world.advance(12s + 34us);
    Line line;
    line.stamp(world) << "at " << 18446744073709551615u << " and " << 0u;
    BOOST_TEST(printed(line) == "[   12.000034] sim at 18446744073709551615 and 0\n");
}

BOOST_AUTO_TEST_CASE(one_that_is_too_long_is_cut_and_has_an_end) {
    Line line;
    line << std::string(1000, 'x') << "y";
    BOOST_TEST(printed(line) == std::string(511, 'x') + "\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
