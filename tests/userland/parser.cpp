// The shell's parser: what a script says, and what is said of one that says nothing.

#include "userland/sh/parser.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/userland/tree_text.hpp"

namespace fibrix::testing {
namespace {

using namespace sh;

std::string tree(std::string_view script) {
    TextSource source(script);
    Parser parser(source);
    std::string text;
    while (const auto list = parser.next())
        if (!list->empty()) text += (text.empty() ? "" : "\n") + TreeText::of(*list);
    return text;
}

std::string error(std::string_view script) {
    try {
        return "no error: " + tree(script);
    } catch (const SyntaxError& error) {
        return std::to_string(error.place.line) + ": " + error.what();
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parser)

BOOST_AUTO_TEST_CASE(words_and_quotes) {
    BOOST_TEST(tree("echo a  b\tc") == "[echo][a][b][c]");
    BOOST_TEST(tree("") == "");
    BOOST_TEST(tree("  # a comment\n\n") == "");
    BOOST_TEST(tree("a#b #c") == "[a#b]");
    BOOST_TEST(tree("'a b'\"c d\"e\\ f") == "['a bc d'e' 'f]");
    BOOST_TEST(tree("'' \"\"") == "['']['']");
    BOOST_TEST(tree("'a\nb'") == "['a\nb']");
    BOOST_TEST(tree("\"a\\\"b\\$c\\d\\\\\"") == "['a\"b$c\\d\\']");
    BOOST_TEST(tree("a\\\nb \\\nc") == "[ab][c]");
    BOOST_TEST(tree("\"a\\\nb\" 'a\\\nb'") == "['ab']['a\\\nb']");
    BOOST_TEST(tree("a\r\nb\r") == "[a]\n[b]");
}

BOOST_AUTO_TEST_CASE(parameters) {
    BOOST_TEST(tree("$a${b}c$1$12$?$!$$$#$@$* ${12}") == "[$a$bc$1$12$?$!$$$#$@$*][$12]");
    BOOST_TEST(tree("\"$a b\"$ $. \"$\"") == "['$a'' b'$][$.]['$']");
    BOOST_TEST(tree("${a-b} ${a:-b c} ${a:=$b} ${a+'x y'} ${a:?} ${#a} ${#} ${##}") ==
               "[$a{-b}][$a{:-b c}][$a{:=$b}][$a{+'x y'}][$a{:?}][$a{#}][$#][$#{#}]");
    BOOST_TEST(tree("${a#b*} ${a##\"*\"} ${a%.c} ${a%%\\*}") == "[$a{#b*}][$a{##'*'}][$a{%.c}][$a{%%'*'}]");
    BOOST_TEST(tree("\"${a:-'b' \"c d\"}\"") == "['$a{:-''b' c d'}']");
    BOOST_TEST(tree("${a:-${b:-${c}}}") == "[$a{:-$b{:-$c}}]");
}

BOOST_AUTO_TEST_CASE(substitutions) {
    BOOST_TEST(tree("$(a b; c)d") == "[$([a][b] [c])d]");
    BOOST_TEST(tree("\"$(a \"b c\")\"") == "['$([a]['b c'])']");
    BOOST_TEST(tree("$(\na\n\nb # )\n)") == "[$([a] [b])]");
    BOOST_TEST(tree("$() $(case x in x) y;; esac)") == "[$()][$(case x (x) [y];;)]");
    BOOST_TEST(tree("`a \\`b\\` '\\$c'`") == "[$([a][$([b])]['$c'])]");
    BOOST_TEST(tree("$((1 + (2*$a))) $(( \"3\" ))") == "[$(('1 + (2*''$a'')'))][$((' \"3\" '))]");
}

BOOST_AUTO_TEST_CASE(lists) {
    BOOST_TEST(tree("a; b & c") == "[a] [b] & [c]");
    BOOST_TEST(tree("a && b || c; d") == "[a] && [b] || [c] [d]");
    BOOST_TEST(tree("a &&\n\nb |\nc") == "[a] && [b] | [c]");
    BOOST_TEST(tree("a|b|c&") == "[a] | [b] | [c] &");
    BOOST_TEST(tree("! a | b; ! ! c; time a | b") == "! [a] | [b] [c] time [a] | [b]");
    BOOST_TEST(tree("a\nb;\n") == "[a]\n[b]");
    BOOST_TEST(tree("echo ! then time") == "[echo][!][then][time]");
}

BOOST_AUTO_TEST_CASE(assignments) {
    BOOST_TEST(tree("a=b c= d=\"$x\"y e f=g") == "a:=b c:= d:='$x'y [e][f=g]");
    BOOST_TEST(tree("a=b") == "a:=b ");
    BOOST_TEST(tree("1a=b \\a=b 'a'=b a-b=c") == "[1a=b]['a'=b]['a'=b][a-b=c]");
    BOOST_TEST(tree("2>f a=b") == "a:=b  2>f");
}

BOOST_AUTO_TEST_CASE(redirections) {
    BOOST_TEST(tree("a<b >c 2>>d 2>&1 >&2 <&- &>e &>>f >|g") == "[a] 0<b 1>c 2>>d 2<>&1 1<>&2 0<>&- 1&>e 1&>>f 1>g");
    BOOST_TEST(tree("a 2 >b c2>d") == "[a][2][c2] 1>b 1>d");
    BOOST_TEST(tree("{ a; } >b 2>c | (d) <e") == "{ [a] } 1>b 2>c | ( [d] ) 0<e");
    BOOST_TEST(tree("> f") == " 1>f");
}

BOOST_AUTO_TEST_CASE(here_documents) {
    BOOST_TEST(tree("a <<E b\nx $y\n\\$z \"q\"\nE\nc") == "[a][b] 0<<'x ''$y''\n''$z \"q\"''\n'\n[c]");
    BOOST_TEST(tree("a <<'E'\nx $y\n\\$z\nE\n") == "[a] 0<<'x $y\n''\\$z\n'");
    BOOST_TEST(tree("a <<-E\n\tx\n\t\tE\nb") == "[a] 0<<'x''\n'\n[b]");
    BOOST_TEST(tree("a <<E | b <<F\nx\nE\ny\nF\n") == "[a] 0<<'x''\n' | [b] 0<<'y''\n'");
    BOOST_TEST(tree("if a <<E\nx\nE\nthen b; fi") == "if [a] 0<<'x''\n' then [b] fi");
    BOOST_TEST(tree("a <<E\nE\n") == "[a] 0<<");
}

BOOST_AUTO_TEST_CASE(compound_commands) {
    BOOST_TEST(tree("if a; then b; elif c\nthen\nd\nelse e; fi") == "if [a] then [b] if [c] then [d] else [e] fi");
    BOOST_TEST(tree("while a; b; do c; done; until d; do e; done") ==
               "while [a] [b] do [c] done until [d] do [e] done");
    BOOST_TEST(tree("for i in a \"b c\" $d; do e; done") == "for i in a 'b c' $d do [e] done");
    BOOST_TEST(tree("for i do a; done; for i; do b; done; for i in; do c; done") ==
               "for i do [a] done for i do [b] done for i in do [c] done");
    BOOST_TEST(tree("for i\nin a\ndo\nb\ndone") == "for i in a do [b] done");
    BOOST_TEST(tree("case $a in (b|'c') d; e;; *) ;; f) g\nesac") == "case $a (b) ('c') [d] [e];; (*) ;; (f) [g];;");
    BOOST_TEST(tree("{ a; { b\n}; }; (a; (b)); {a}") == "{ [a] { [b] } } ( [a] ( [b] ) ) [{a}]");
    BOOST_TEST(tree("f() { a; } >b; g ( )\n(c)") == "f() { [a] } g() ( [c] )");
    BOOST_TEST(tree("if if a; then b; fi; then c; fi") == "if if [a] then [b] fi then [c] fi");
    BOOST_TEST(tree("'if' a; \\{ b") == "['if'][a] ['{'][b]");
}

BOOST_AUTO_TEST_CASE(a_command_is_read_without_looking_at_what_follows) {
    struct Counting final : Source {
        bool next(std::string& line) override {
            line = ++given % 2 == 1 ? "if a; then" : "b; fi";
            return true;
        }
        int given = 0;
    } source;
    Parser parser(source);
    BOOST_TEST(TreeText::of(parser.next().value()) == "if [a] then [b] fi");
    BOOST_TEST(source.given == 2);
}

BOOST_AUTO_TEST_CASE(items_know_how_they_were_written) {
    const auto list = parse_line("  a  'b' |c>d && e &  f;");
    BOOST_TEST(list.at(0).text == "a  'b' |c>d && e");
    BOOST_TEST(list.at(1).text == "f");
}

BOOST_AUTO_TEST_CASE(commands_know_their_line) {
    TextSource source("a\n\n{ b\nc; }");
    Parser parser(source);
    parser.next();
    parser.next();
    const auto list = parser.next().value();
    const auto& group = std::get<Group>(list.at(0).steps.at(0).pipeline.commands.at(0).action);
    BOOST_TEST(group.body.at(0).steps.at(0).pipeline.commands.at(0).line == 3u);
    BOOST_TEST(group.body.at(1).steps.at(0).pipeline.commands.at(0).line == 4u);
}

BOOST_AUTO_TEST_CASE(errors_name_the_place) {
    const std::pair<const char*, const char*> cases[] = {
        {"echo 'open", "1: column 6: the quote that begins here has no end"},
        {"echo\necho \"open\nand on", "2: column 6: the quote that begins here has no end"},
        {"äöü 'x", "1: column 5: the quote that begins here has no end"},
        {"echo `a", "1: column 6: the quote that begins here has no end"},
        {"echo a;;", "1: column 7: ';' or a new line is missing before ';;'"},
        {"echo a; ;", "1: column 9: a command is missing before ';'"},
        {"&& a", "1: column 1: a command is missing before '&&'"},
        {"a &&", "1: column 5: a command is missing before the end of the line"},
        {"a | | b", "1: column 5: a command is missing before '|'"},
        {"a |\n&& b", "2: column 1: a command is missing before '&&'"},
        {"a \\", "1: column 3: nothing follows the backslash"},
        {"a >", "1: column 4: a file's name is missing after '>'"},
        {"a 2>& | b", "1: column 7: a file's name is missing after '>&'"},
        {"a > (b)", "1: column 5: a file's name is missing after '>'"},
        {"a )", "1: column 3: ')' has no '('"},
        {"(a", "1: column 1: a ')' is missing for the '(' here"},
        {"()", "1: column 2: a command is missing before ')'"},
        {"(a; fi)", "1: column 5: ')' is missing before 'fi'"},
        {"a $(b", "1: column 3: a ')' is missing for the '(' here"},
        {"a (b)", "1: column 4: ')' is missing: NAME() { ... } makes a function"},
        {"a b (c)", "1: column 5: '(' cannot stand here; as a character it needs quotes"},
        {"a-b() { c; }", "1: column 4: 'a-b' cannot be the name of a function"},
        {"f() a", "1: column 5: a function's body is missing: { ... }"},
        {"fi", "1: column 1: 'fi' has no 'if'"},
        {"a; done", "1: column 4: 'done' has no 'do'"},
        {"}", "1: column 1: '}' has no '{'"},
        {"if a; then b", "1: column 1: 'fi' is missing for the 'if' here"},
        {"if a\nfi", "2: column 1: 'then' is missing before 'fi'"},
        {"if; then a; fi", "1: column 3: a command is missing before ';'"},
        {"if a; then fi", "1: column 12: a command is missing before 'fi'"},
        {"x\nwhile a; do b", "2: column 1: 'done' is missing for the 'while' here"},
        {"while a; done", "1: column 10: 'do' is missing before 'done'"},
        {"for 1 in a; do b; done", "1: column 5: the name of a variable is missing after 'for'"},
        {"for i in a b", "1: column 1: 'do' is missing for the 'for' here"},
        {"case a b", "1: column 8: 'in' is missing before 'b'"},
        {"case a in b c) d;; esac", "1: column 13: ')' is missing before 'c'"},
        {"case a in b) c;;", "1: column 1: 'esac' is missing for the 'case' here"},
        {"{ a", "1: column 1: '}' is missing for the '{' here"},
        {"{ a; ) }", "1: column 6: '}' is missing before ')'"},
        {"a <<E\nx", "1: column 5: the here-document that is announced here does not end with a line 'E'"},
        {"$(a <<E)", "1: column 7: the here-document that is announced here does not end with a line 'E'"},
        {"a <<$x\n", "1: column 5: the end of a here-document is a plain word"},
        {"${", "1: column 1: the name of a variable is missing after '${'"},
        {"${}", "1: column 1: the name of a variable is missing after '${'"},
        {"x ${a", "1: column 3: a '}' is missing for the '${' here"},
        {"${a:-b", "1: column 1: a '}' is missing for the '${' here"},
        {"${a!b}", "1: column 4: after the variable's name a '}' or one of - = + ? # % is missing"},
        {"$((1 + 2)", "1: column 1: a '))' is missing for the '$((' here"},
        {"a$((1", "1: column 2: a '))' is missing for the '$((' here"},
    };
    for (const auto& [script, expected] : cases)
        BOOST_TEST(error(script) == expected, script << " gives " << error(script));
    BOOST_TEST(error({"a\0b", 3}) == "1: column 2: a zero byte: this is no script");
}

BOOST_AUTO_TEST_CASE(deep_nesting_is_an_error_and_no_overflow) {
    const auto many = [](std::string_view text) {
        std::string all;
        for (int i = 0; i < 10'000; ++i) all += text;
        return all;
    };
    for (const auto* opening : {"( ", "$(", "{ ", "${a:-", "if ", "while ", "\"$(", "case a in a) "})
        BOOST_TEST(error(many(opening)).find("nested too deeply") != std::string::npos, opening);
}

BOOST_AUTO_TEST_CASE(after_an_error_the_next_line_is_read) {
    TextSource source("a; fi; b\nc");
    Parser parser(source);
    BOOST_CHECK_THROW(parser.next(), SyntaxError);
    BOOST_TEST(TreeText::of(parser.next().value()) == "[c]");
    BOOST_TEST(!parser.next().has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
