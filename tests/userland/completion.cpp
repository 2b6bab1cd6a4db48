// Completion: what Tab puts in.

#include "userland/sh/completion.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/userland/fake_directories.hpp"

namespace fibrix::testing {
namespace {

struct Fixture {
    // What is put in, and after a bar what there is to choose from.
    std::string of(std::string_view line) {
        const auto done = sh::complete(line, {"echo", "echo_server", "exit", "ps"}, {"HOME", "HOST", "x"}, directories);
        std::string text = done.insert;
        for (const auto& each : done.choices) text += "|" + each;
        return text;
    }
    FakeDirectories<sh::Directories> directories{
        {"readme", "read.c", "tests/a.cpp", "tests/b.cpp", "a b", ".hidden", "über", "/etc/passwd", "it's"}};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(completion, Fixture)

BOOST_AUTO_TEST_CASE(commands) {
    BOOST_TEST(of("p") == "s ");
    BOOST_TEST(of("e") == "|echo|echo_server|exit");
    BOOST_TEST(of("ec") == "ho");
    BOOST_TEST(of("echo") == "|echo|echo_server");
    BOOST_TEST(of("echo_") == "server ");
    BOOST_TEST(of("frob") == "");
    for (const auto* before : {"  ", "a; ", "a | ", "a && ", "a& ", "(", "$(", "! ", "if ", "x; then ", "{ ", "a|"})
        BOOST_TEST(of(before + std::string("p")) == "s ", before);
    BOOST_TEST(of("a p") == "");
    BOOST_TEST(of("a > p") == "");
}

BOOST_AUTO_TEST_CASE(files) {
    BOOST_TEST(of("cat re") == "ad");
    BOOST_TEST(of("cat read") == "|read.c|readme");
    BOOST_TEST(of("cat readm") == "e ");
    BOOST_TEST(of("cat <readm") == "e ");
    BOOST_TEST(of("cat te") == "sts/");
    BOOST_TEST(of("cat tests/") == "|a.cpp|b.cpp");
    BOOST_TEST(of("cat tests/a") == ".cpp ");
    BOOST_TEST(of("tests/a") == ".cpp ");
    BOOST_TEST(of("cat /etc/p") == "asswd ");
    BOOST_TEST(of("cat .h") == "idden ");
    BOOST_TEST(of("cat ü") == "ber ");
    BOOST_TEST(of("cat none") == "");
    BOOST_TEST(of("cat nowhere/x") == "");
}

BOOST_AUTO_TEST_CASE(quotes) {
    BOOST_TEST(of("cat a") == "\\ b ");
    BOOST_TEST(of("cat a\\ ") == "b ");
    BOOST_TEST(of("cat \"a") == " b\" ");
    BOOST_TEST(of("cat 'a ") == "b' ");
    BOOST_TEST(of("cat i") == "t\\'s ");
    BOOST_TEST(of("\"te") == "sts/");
    BOOST_TEST(of("echo 'x' te") == "sts/");
}

BOOST_AUTO_TEST_CASE(variables) {
    BOOST_TEST(of("echo $HOM") == "E");
    BOOST_TEST(of("echo \"$HO") == "|HOME|HOST");
    BOOST_TEST(of("echo '$HOM") == "");
    BOOST_TEST(of("$x") == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
