// Expansion: from words to fields.

#include "userland/sh/expansion.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/userland/fake_context.hpp"
#include "userland/sh/parser.hpp"

namespace fibrix::testing {
namespace {

using namespace sh;

struct Fixture {
    const Simple& parse(std::string_view line) {
        list = parse_line(line);
        return std::get<Simple>(list.at(0).steps.at(0).pipeline.commands.at(0).action);
    }
    // Each field in angle brackets.
    std::string fields(std::string_view line) {
        std::string text;
        for (const auto& field : sh::expand(parse(line).words, context)) text += "<" + field + ">";
        return text;
    }
    // What the assignment x=WORD assigns.
    std::string assigned(std::string_view word) {
        return expand_text(parse("x=" + std::string(word)).assignments.at(0).value, context);
    }
    std::string error(std::string_view line) {
        try {
            return "no error: " + fields(line);
        } catch (const ExpansionError& error) {
            return error.what();
        }
    }
    List list;
    FakeContext context;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(expansion, Fixture)

BOOST_AUTO_TEST_CASE(variables_and_fields) {
    context.variables = {{"a", "one"}, {"b", " two  three "}, {"empty", ""}};
    BOOST_TEST(fields("$a $b $empty $unset x") == "<one><two><three><x>");
    BOOST_TEST(fields("\"$a\" \"$b\" \"$empty\" \"$unset\" '$a'") == "<one>< two  three ><><><$a>");
    BOOST_TEST(fields("x$b''y x$a$a") == "<x><two><three><y><xoneone>");
    BOOST_TEST(fields("x$b\"$b\"") == "<x><two><three>< two  three >");
    BOOST_TEST(fields("$b$b") == "<two><three><two><three>");
    BOOST_TEST(fields("$empty''") == "<>");
    BOOST_TEST(fields("a\\ b ${a}x") == "<a b><onex>");
}

BOOST_AUTO_TEST_CASE(separators_of_ones_own) {
    context.variables = {{"IFS", ":"}, {"a", "x y::z:"}, {"b", ":x"}, {"c", " x "}};
    BOOST_TEST(fields("$a $b $c") == "<x y><><z><><x>< x >");
    context.variables["IFS"] = " :";
    context.variables["a"] = " x : y :: z ";
    BOOST_TEST(fields("$a") == "<x><y><><z>");
    context.variables["IFS"] = "";
    BOOST_TEST(fields("$c") == "< x >");
    BOOST_TEST(fields("a:b") == "<a:b>");
}

BOOST_AUTO_TEST_CASE(other_words) {
    context.variables = {{"a", "one"}, {"empty", ""}};
    BOOST_TEST(fields("${a-x} ${empty-x} ${u-x} ${a:-x} ${empty:-x} ${u:-x}") == "<one><x><one><x><x>");
    BOOST_TEST(fields("${a+x} ${empty+y} ${u+z} ${a:+x} ${empty:+y} ${u:+z}") == "<x><y><x>");
    BOOST_TEST(fields("${u:-b c} \"${u:-b c}\" ${u:-\"b c\"} ${u:-$a d}") == "<b><c><b c><b c><one><d>");
    BOOST_TEST(fields("${u-} \"${u-}\" \"${empty+}\"") == "<><>");
    BOOST_TEST(fields("${n:=b c} $n \"$n\" ${n:=d}") == "<b><c><b><c><b c><b><c>");
    BOOST_TEST(fields("${empty=d}x ${empty:=d}x") == "<x><dx>");
    BOOST_TEST(context.variables.at("empty") == "d");
    BOOST_TEST(error("${u?}") == "u: it has no value");
    BOOST_TEST(error("${u:?is not there}") == "u: is not there");
    BOOST_TEST(error("${1:=x}") == "$1 cannot be assigned to");
    BOOST_TEST(error("${a?x}") == "no error: <one>");
}

BOOST_AUTO_TEST_CASE(lengths) {
    context.variables = {{"a", "äöü!"}, {"#", "2"}};
    context.words = {"x", "y"};
    BOOST_TEST(fields("${#a} ${#u} ${#} $# ${#@}") == "<4><0><2><2><2>");
}

BOOST_AUTO_TEST_CASE(cutting) {
    context.variables = {{"p", "/a/b/c.tar.gz"}, {"q", "*x"}, {"any", "*"}};
    BOOST_TEST(fields("${p#*/} ${p##*/} ${p%.*} ${p%%.*} ${p#x} ${p%x} ${p##*}x") ==
               "<a/b/c.tar.gz><c.tar.gz></a/b/c.tar></a/b/c></a/b/c.tar.gz></a/b/c.tar.gz><x>");
    BOOST_TEST(fields("${q#\\*} ${q#'*'} \"${q#\"*\"}\" ${q##*} ${q##$any} ${q#\"$any\"}") == "<x><x><x><x>");
}

BOOST_AUTO_TEST_CASE(arguments) {
    context.words = {"a b", "", "c"};
    BOOST_TEST(fields("\"$@\"") == "<a b><><c>");
    BOOST_TEST(fields("x\"$@\"y") == "<xa b><><cy>");
    BOOST_TEST(fields("$@") == "<a><b><c>");
    BOOST_TEST(fields("$*") == "<a><b><c>");
    BOOST_TEST(fields("\"$*\"") == "<a b  c>");
    context.variables["IFS"] = "-+";
    BOOST_TEST(fields("\"$*\" $*") == "<a b--c><a b><c>");
    BOOST_TEST(assigned("$@") == "a b  c");
    context.words = {};
    BOOST_TEST(fields("\"$@\" $@ x\"$@\" \"$*\"") == "<x><>");
}

BOOST_AUTO_TEST_CASE(command_output) {
    BOOST_TEST(fields("$(a 'b  c') \"$(a 'b  c')\" x$()y") == "<a><'b><c'><a 'b  c'><xy>");
}

BOOST_AUTO_TEST_CASE(home) {
    BOOST_TEST(fields("~ ~/x") == "<~><~/x>");
    context.variables["HOME"] = "/home/a b";
    BOOST_TEST(fields("~ ~/x x~ '~' ~x \"~\" \\~") == "</home/a b></home/a b/x><x~><~><~x><~><~>");
    BOOST_TEST(assigned("~/y") == "/home/a b/y");
}

BOOST_AUTO_TEST_CASE(patterns) {
    FakeContext other({"a.c", "b.c", "x y.c", ".h", "d/e.c", "*.h"});
    other.variables = {{"p", "*.c"}, {"backslash", "\\*"}};
    const auto all = [&](std::string_view line) {
        std::string text;
        for (const auto& field : sh::expand(parse(line).words, other)) text += "<" + field + ">";
        return text;
    };
    BOOST_TEST(all("*.c") == "<a.c><b.c><x y.c>");
    BOOST_TEST(all("$p \"$p\" '*'.c \\*.c") == "<a.c><b.c><x y.c><*.c><*.c><*.c>");
    BOOST_TEST(all("*.none [ab].c [xa]*.c d/* \"x\"*") == "<*.none><a.c><b.c><a.c><x y.c><d/e.c><x y.c>");
    BOOST_TEST(all("\"*\"*") == "<*.h>");
    BOOST_TEST(all("$backslash") == "<\\*>");
    parse("x=*.c");
    BOOST_TEST(expand_text(parse("x=*.c").assignments.at(0).value, other) == "*.c");
}

BOOST_AUTO_TEST_CASE(text_is_neither_split_nor_matched) {
    context.variables = {{"a", " x  y "}, {"s", "*"}};
    BOOST_TEST(assigned("$a$s\"$a\"'q'") == " x  y * x  y q");
    BOOST_TEST(assigned("") == "");
    BOOST_TEST(expand_pattern(parse("x=$s\"$s\"*'?'").assignments.at(0).value, context) == "*\\**\\?");
}

BOOST_AUTO_TEST_CASE(arithmetic_in_words) {
    context.variables = {{"i", "4"}};
    BOOST_TEST(fields("$((i+1)) $(( $i * 2 ))x \"$((i == 4))\" $(( ))") == "<5><8x><1><0>");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
