// test and [ for those who are not a shell: the same expressions, where each word is one, also --help among others.

#include "userland/sh/conditions.hpp"
#include "userland/tool.hpp"

namespace {

using namespace fibrix;

int evaluate(const Tool& tool, std::span<const std::string> words) {
    try {
        return sh::holds(words, [](int number) { return Handle{number}; }) ? 0 : 1;
    } catch (const sh::BadCondition& bad) {
        return tool.refuse(bad.why);
    }
}

bool asks_for_help(Arguments& arguments) {
    return arguments.given().size() == 1 && arguments.given().front() == "--help";
}

// What they take is described for --help alone.
int help(Arguments& arguments) {
    std::vector<std::string> words;
    arguments.words("expression", words,
                    "-e -f -d -L -p -s -r -w -x FILE, -t NUMBER, -n -z TEXT, A = B, A != B, A < B, 1 -lt 2, "
                    "A -nt B, ! ( ) -a -o");
    return arguments.parse().value_or(0);
}

int test(Arguments& arguments) {
    if (asks_for_help(arguments)) return help(arguments);
    return evaluate(Tool("test"), arguments.given());
}

int bracket(Arguments& arguments) {
    if (asks_for_help(arguments)) return help(arguments);
    const Tool tool("[");
    const std::span<const std::string> words(arguments.given());
    if (words.empty() || words.back() != "]") return tool.refuse("a ']' is missing at the end");
    return evaluate(tool, words.first(words.size() - 1));
}

const Program test_program{"test", "Says by its status whether an expression holds.", test};
const Program bracket_program{"[", "The same as test, with a ] at the end.", bracket};

}  // namespace
