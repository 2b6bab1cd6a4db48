// Patterns: what they match, and which files they stand for.

#include "userland/sh/glob.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/userland/fake_directories.hpp"

namespace fibrix::testing {
namespace {

using namespace sh;

std::string found(std::string_view pattern, std::set<std::string> files) {
    FakeDirectories<Directories> directories(std::move(files));
    std::string all;
    for (const auto& path : glob(pattern, directories)) all += (all.empty() ? "" : " ") + path;
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(glob)

BOOST_AUTO_TEST_CASE(what_patterns_match) {
    BOOST_TEST(matches("", ""));
    BOOST_TEST(!matches("", "a"));
    BOOST_TEST(!matches("a", ""));
    BOOST_TEST(matches("*", ""));
    BOOST_TEST(matches("a*c", "abbc"));
    BOOST_TEST(!matches("a*c", "abcd"));
    BOOST_TEST(matches("*a*b*", "xaxbx"));
    BOOST_TEST(!matches("*a*b*", "xbxax"));
    BOOST_TEST(matches("**", "x"));
    BOOST_TEST(matches("a?c", "abc"));
    BOOST_TEST(!matches("a?c", "ac"));
    BOOST_TEST(matches("?", "ä"));
    BOOST_TEST(!matches("?", "äa"));
    BOOST_TEST(matches("\\*\\?", "*?"));
    BOOST_TEST(!matches("\\*", "a"));
    BOOST_TEST(matches("a\\", "a\\"));
    BOOST_TEST(matches("*.cpp", ".cpp"));
}

BOOST_AUTO_TEST_CASE(sets) {
    BOOST_TEST(matches("[abc]", "b"));
    BOOST_TEST(!matches("[abc]", "d"));
    BOOST_TEST(matches("[a-cx-z]", "y"));
    BOOST_TEST(!matches("[a-c]", "-"));
    BOOST_TEST(matches("[a-]", "-"));
    BOOST_TEST(matches("[]a]", "]"));
    BOOST_TEST(matches("[!]a]", "b"));
    BOOST_TEST(!matches("[!]a]", "]"));
    BOOST_TEST(matches("[^a]", "b"));
    BOOST_TEST(matches("[\\]]", "]"));
    BOOST_TEST(matches("[à-ü]", "ä"));
    BOOST_TEST(!matches("[!ä]", "ä"));
    BOOST_TEST(matches("[ab", "[ab"));
    BOOST_TEST(matches("[", "["));
    BOOST_TEST(!matches("[a]", ""));
}

BOOST_AUTO_TEST_CASE(no_pattern_takes_for_ever) {
    std::string pattern;
    for (int i = 0; i < 50; ++i) pattern += "*a";
    BOOST_TEST(!matches(pattern + "b", std::string(1000, 'a')));
}

BOOST_AUTO_TEST_CASE(what_is_a_pattern) {
    for (const auto* yes : {"*", "a?", "[a]", "x[!a-b]y"}) BOOST_TEST(is_pattern(yes), yes);
    for (const auto* no : {"", "a", "[", "[a", "\\*", "\\[a]", "a]"}) BOOST_TEST(!is_pattern(no), no);
}

BOOST_AUTO_TEST_CASE(files_in_the_order_of_their_bytes) {
    BOOST_TEST(found("*", {"b", "a", "B", ".hidden", "ä"}) == "B a b ä");
    BOOST_TEST(found(".*", {"b", ".hidden"}) == ".hidden");
    BOOST_TEST(found("[.]*", {".hidden"}) == "");
    BOOST_TEST(found("*.c", {"b.c", "a.c", "a.h"}) == "a.c b.c");
    BOOST_TEST(found("*.x", {"b.c"}) == "");
    BOOST_TEST(found("\\**", {"a", "*b"}) == "*b");
}

BOOST_AUTO_TEST_CASE(files_in_directories) {
    const std::set<std::string> files{"a/x.c", "a/y.c", "b/x.c", "b/c/x.c", "x.c", "/etc/passwd", "/etc/group"};
    BOOST_TEST(found("*/x.c", files) == "a/x.c b/x.c");
    BOOST_TEST(found("a/*.c", files) == "a/x.c a/y.c");
    BOOST_TEST(found("*/*", files) == "a/x.c a/y.c b/c b/x.c");
    BOOST_TEST(found("*/*/", files) == "b/c/");
    BOOST_TEST(found("*//x.c", files) == "a//x.c b//x.c");
    BOOST_TEST(found("/etc/*", files) == "/etc/group /etc/passwd");
    BOOST_TEST(found("/*/group", files) == "/etc/group");
    BOOST_TEST(found("nowhere/*", files) == "");
    BOOST_TEST(found("?", files) == "a b");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
