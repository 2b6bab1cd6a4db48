// What can be written behind the name of a policy.

#include "kernel/policy_settings.hpp"

#include <boost/test/unit_test.hpp>

#include "kernel/policy.hpp"

namespace fibrix::testing {
namespace {

using namespace std::chrono_literals;
using Kind = PolicyParameter::Kind;

const std::vector<PolicyParameter> parameters{{"quantum", Kind::duration, "10ms", ""},
                                              {"levels", Kind::number, "3", ""},
                                              {"stay", Kind::flag, "off", ""},
                                              {"quanta", Kind::durations, "", ""},
                                              {"boost", Kind::duration, "never", ""}};

std::string wrong_with(std::string_view text) {
    std::string why;
    const PolicySettings set(parameters, text, why);
    return why;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(policy_settings)

BOOST_AUTO_TEST_CASE(what_is_not_said_has_its_default) {
    std::string why;
    const PolicySettings set(parameters, "levels=5", why);
    BOOST_TEST(why.empty());
    BOOST_TEST(set.number("levels") == 5u);
    BOOST_TEST((set.duration("quantum") == 10ms));
    BOOST_TEST((set.duration("boost") == 0ms));
    BOOST_TEST(!set.flag("stay"));
    BOOST_TEST(set.durations("quanta").empty());
}

BOOST_AUTO_TEST_CASE(durations_have_units_and_are_milliseconds_without) {
    std::string why;
    const PolicySettings set(parameters, "quantum=2.5,quanta=1s+20us+3", why);
    BOOST_TEST((set.duration("quantum") == 2500us));
    BOOST_TEST((set.durations("quanta") == std::vector<Duration>{1s, 20us, 3ms}));
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_refused_in_words) {
    for (const auto* text : {"level=3", "levels=0", "levels=x", "levels", "quantum=0", "quantum=-1", "quantum=1h",
                             "quantum=1e9s", "stay=yes", "quanta=1++2", "quanta=+", "boost=often"})
        BOOST_TEST(!wrong_with(text).empty(), text);
    BOOST_TEST(wrong_with("boost=never").empty());
    BOOST_TEST(wrong_with("level=3").find("there are: quantum, levels") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_default_can_be_written) {
    for (const auto* entry : PolicyEntry::list())
        for (const auto& each : entry->parameters) {
            std::string why;
            const auto text = std::string(each.name) + "=" + std::string(each.value);
            BOOST_TEST((entry->make(text, why) != nullptr), entry->name << ": " << text << ": " << why);
        }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
