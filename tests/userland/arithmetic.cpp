// Arithmetic in $(( )).

#include <boost/test/unit_test.hpp>

#include "tests/userland/fake_context.hpp"

namespace fibrix::testing {
namespace {

struct Fixture {
    std::int64_t of(std::string_view text) { return sh::evaluate(text, context); }
    std::string error(std::string_view text) {
        try {
            return "no error: " + std::to_string(of(text));
        } catch (const sh::ExpansionError& error) {
            return error.what();
        }
    }
    FakeContext context;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(arithmetic, Fixture)

BOOST_AUTO_TEST_CASE(numbers) {
    BOOST_TEST(of("0") == 0);
    BOOST_TEST(of(" 42 ") == 42);
    BOOST_TEST(of("0x1F") == 31);
    BOOST_TEST(of("010") == 8);
    BOOST_TEST(of("-5") == -5);
    BOOST_TEST(of("") == 0);
    BOOST_TEST(of("9223372036854775807 + 1") == std::numeric_limits<std::int64_t>::min());
}

BOOST_AUTO_TEST_CASE(operators_bind_as_in_c) {
    BOOST_TEST(of("1 + 2 * 3") == 7);
    BOOST_TEST(of("(1 + 2) * 3") == 9);
    BOOST_TEST(of("10 - 3 - 2") == 5);
    BOOST_TEST(of("17 / 5 * 5 + 17 % 5") == 17);
    BOOST_TEST(of("-7 / 2") == -3);
    BOOST_TEST(of("1 << 4 | 1") == 17);
    BOOST_TEST(of("6 & 3 ^ 1") == 3);
    BOOST_TEST(of("1 < 2 == 2 > 1") == 1);
    BOOST_TEST(of("1 <= 1 && 2 >= 3 || 0") == 0);
    BOOST_TEST(of("!0 + !5") == 1);
    BOOST_TEST(of("~0") == -1);
    BOOST_TEST(of("- - 3") == 3);
    BOOST_TEST(of("2 != 2 ? 10 : 0 ? 20 : 30") == 30);
    BOOST_TEST(of("16 >> 2") == 4);
}

BOOST_AUTO_TEST_CASE(variables) {
    context.variables = {{"i", "3"}, {"empty", ""}, {"negative", "-2"}};
    BOOST_TEST(of("i * i + unset + empty + negative") == 7);
    BOOST_TEST(of("i = 5") == 5);
    BOOST_TEST(context.variables.at("i") == "5");
    BOOST_TEST(of("i += i -= 1") == 9);
    BOOST_TEST(of("j = k = 2") == 2);
    BOOST_TEST(context.variables.at("j") == "2");
}

BOOST_AUTO_TEST_CASE(what_is_not_chosen_is_not_done) {
    BOOST_TEST(of("1 || (a = 1)") == 1);
    BOOST_TEST(of("0 && 1 / 0") == 0);
    BOOST_TEST(of("1 ? 2 : (a = 3)") == 2);
    BOOST_TEST(context.variables.count("a") == 0u);
}

BOOST_AUTO_TEST_CASE(errors) {
    context.variables = {{"word", "abc"}};
    BOOST_TEST(error("1 / 0") == "$((1 / 0)): division by zero");
    BOOST_TEST(error("5 % 0") == "$((5 % 0)): division by zero");
    BOOST_TEST(error("1 +") == "$((1 +)): a number is missing");
    BOOST_TEST(error("1 2") == "$((1 2)): '2' is left over");
    BOOST_TEST(error("(1") == "$(((1)): a ')' is missing");
    BOOST_TEST(error("1 ? 2") == "$((1 ? 2)): a ':' is missing");
    BOOST_TEST(error("08") == "$((08)): '08' is not a number");
    BOOST_TEST(error("0x") == "$((0x)): '0x' is not a number");
    BOOST_TEST(error("word") == "$((word)): 'abc' is not a number");
    BOOST_TEST(error("99999999999999999999") == "$((99999999999999999999)): '99999999999999999999' is not a number");
    BOOST_TEST(error("1 = 2") == "$((1 = 2)): '= 2' is left over");
    BOOST_TEST(error(std::string(5000, '(')).find("nested too deeply") != std::string::npos);
    BOOST_TEST(error(std::string(5000, '-')).find("nested too deeply") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
