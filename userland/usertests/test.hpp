// What a test of usertests is: a function that throws when something is not as it should be, under a name in a group.
//
// Each runs in a process of its own, in an empty directory, and leaves nothing behind.
#pragma once

#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "syscalls/print.hpp"
#include "syscalls/sys.hpp"

namespace fibrix::usertests {

struct Test {
    std::string_view name;
    void (*run)();
};

struct TestGroup {
    std::string_view name;
    std::span<const Test> tests;
};

/// All of them, in the order in which they run.
std::vector<TestGroup> all_groups();

/// What a test throws that has failed, or cannot be carried out in this World.
struct Failure {
    std::string why;
};
struct Skipped {
    std::string why;
};

using Where = std::source_location;

[[noreturn]] void fail(const std::string& why, const Where& where);

template <class T>
std::string shown(const T& value) {
    std::string text;
    if constexpr (std::is_convertible_v<T, std::string_view>) print_quoted(value, text);
    else print_value(value, text);
    return text;
}

inline void is_true(bool condition, std::string_view what, const Where& where = Where::current()) {
    if (!condition) fail("not so: " + std::string(what), where);
}
template <class T, class U>
void same(const T& got, const U& wanted, const Where& where = Where::current()) {
    if (!(got == wanted)) fail("got " + shown(got) + ", not " + shown(wanted), where);
}
template <class T>
void fails(const Result<T>& result, Errno wanted, const Where& where = Where::current()) {
    if (result.has_value()) fail("it succeeds, but " + shown(wanted) + " is due", where);
    same(result.error(), wanted, where);
}
/// The value of a result that is to have one.
template <class T>
T good(Result<T> result, const Where& where = Where::current()) {
    if (result.has_error()) fail("it fails with " + shown(result.error()), where);
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

}  // namespace fibrix::usertests
