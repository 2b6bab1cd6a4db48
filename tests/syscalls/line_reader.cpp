#include "syscalls/console/line_reader.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"

using namespace fibrix;

BOOST_AUTO_TEST_SUITE(line_reader)

namespace {

std::vector<std::string> lines_of(std::string input) {
    testing::TestSystem system;
    system.world.set_input(std::move(input));
    std::vector<std::string> lines;
    system.run([&lines] {
        LineReader reader(sys::standard_input);
        for (std::string line; reader.next(line).value();) lines.push_back(line);
    });
    return lines;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_line_ends_at_its_newline_or_at_the_end) {
    using Lines = std::vector<std::string>;
    BOOST_TEST((lines_of("") == Lines{}));
    BOOST_TEST((lines_of("one\ntwo") == Lines{"one", "two"}));
    BOOST_TEST((lines_of("one\n\n") == Lines{"one", ""}));
}

BOOST_AUTO_TEST_CASE(a_line_has_a_longest_length) {
    testing::TestSystem system;
    system.world.set_input(std::string(LineReader::longest, 'x') + "\n" + std::string(LineReader::longest + 1, 'x'));
    system.run([] {
        LineReader reader(sys::standard_input);
        std::string line;
        BOOST_TEST(reader.next(line).value());
        BOOST_TEST(line.size() == LineReader::longest);
        BOOST_TEST((reader.next(line).error() == Errno::msgsize));
    });
}

BOOST_AUTO_TEST_CASE(nobody_sits_at_a_simulated_console) {
    testing::TestSystem system;
    system.run([] {
        BOOST_TEST(!sys::is_terminal(sys::standard_input).value());
        BOOST_TEST((sys::is_terminal(99).error() == Errno::badf));
    });
}

BOOST_AUTO_TEST_SUITE_END()
