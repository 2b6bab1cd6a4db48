// What a program may ask of its command line, and what is said of a wrong one.

#include "syscalls/program/arguments.hpp"

#include <boost/test/unit_test.hpp>

#include "syscalls/program/command_line.hpp"
#include "tests/kernel/fixture.hpp"

namespace fibrix::testing {
namespace {

// What is said of `words` where one number of type T is wanted, or the number.
template <class T>
std::string number_in(std::vector<std::string> words) {
    TestSystem system;
    system.run([&] {
        Arguments arguments("test", "Tests.", std::move(words));
        T value{};
        arguments.word("count", value, "how many");
        if (!arguments.parse()) sys::print("{}", value);
    });
    return system.output;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(arguments)

BOOST_AUTO_TEST_CASE(a_word_may_be_a_number) {
    BOOST_TEST(number_in<std::int64_t>({"-7"}) == "-7");
    BOOST_TEST(number_in<std::uint16_t>({"65535"}) == "65535");
    BOOST_TEST(number_in<std::uint16_t>({"65536"}) ==
               "test: count: '65536' is not a number from 0 to 65535 (try: test --help)\n");
    BOOST_TEST(number_in<std::int64_t>({"7.5"}).starts_with("test: count: '7.5' is not a number from "));
}

BOOST_AUTO_TEST_CASE(control_characters_are_written_out) {
    BOOST_TEST(printable("a\nb\x1b[31m\x7f \xc3\xa4") == "a\\nb\\x1b[31m\\x7f \xc3\xa4");
    BOOST_TEST(number_in<std::int64_t>({"\a1\n"}).find("'\\x071\\n' is not a number") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
