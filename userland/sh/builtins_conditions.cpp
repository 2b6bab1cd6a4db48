// The builtins test and [, whose arguments are an expression.

#include <array>

#include "userland/sh/builtins.hpp"
#include "userland/sh/conditions.hpp"

namespace fibrix::sh {
namespace {

using Arguments = std::vector<std::string>;

int evaluate(Shell& shell, std::string_view name, std::span<const std::string> words) {
    try {
        const auto stream = [&](int number) {
            return number < Streams::count ? shell.streams[number] : sys::no_handle;
        };
        return holds(words, stream) ? 0 : 1;
    } catch (const BadCondition& bad) {
        return refuse(shell, name, bad.why);
    }
}

int test(Shell& shell, const Arguments& arguments) { return evaluate(shell, "test", arguments); }

int bracket(Shell& shell, const Arguments& arguments) {
    if (arguments.empty() || arguments.back() != "]") return refuse(shell, "[", "a ']' is missing at the end");
    return evaluate(shell, "[", std::span(arguments).first(arguments.size() - 1));
}

// Its type is written out: where it is deduced, g++ 12 leaves a constant with pointers writable.
constexpr std::array<Builtin, 2> builtins{
    Builtin{"[", "[ EXPRESSION ]", "the same as test", &bracket},
    Builtin{"test", "test EXPRESSION", "-f -d -e -s FILE, -n -z TEXT, A = B, A != B, 1 -lt 2, ! ( ) -a -o", &test},
};

}  // namespace

std::span<const Builtin> builtins_for_conditions() { return builtins; }

}  // namespace fibrix::sh
