// Tests the system from inside: each test is a process of its own, and leaves nothing behind.

#include <algorithm>

#include "userland/usertests/runner.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::usertests;

struct Chosen {
    std::string group;
    std::vector<std::string> names;

    [[nodiscard]] bool takes(const TestGroup& its_group, const Test& test) const {
        if (!group.empty() && group != its_group.name) return false;
        return names.empty() || std::any_of(names.begin(), names.end(), [&](const auto& name) {
                   return name == test.name || name == full_name(its_group, test);
               });
    }
    static std::string full_name(const TestGroup& group, const Test& test) {
        return fmt::format("{}/{}", group.name, test.name);
    }
    /// Calls `visit(test, its name)` for each of them.
    template <class Visit>
    void for_each(Visit visit) const {
        for (const auto& each : all_groups())
            for (const auto& test : each.tests)
                if (takes(each, test)) visit(test, full_name(each, test));
    }
    /// What names no test; empty if all is well.
    [[nodiscard]] std::string stranger() const {
        for (const auto& name : names) {
            bool found = false;
            Chosen{group, {name}}.for_each([&](const Test&, const std::string&) { found = true; });
            if (!found) return name;
        }
        bool found = false;
        for_each([&](const Test&, const std::string&) { found = true; });
        return found ? "" : group;
    }
};

struct Sum {
    std::size_t passed = 0, failed = 0, skipped = 0;
};

void run_one(const std::string& name, const Test& test, Sum& sum) {
    const auto finding = run(test);
    using Kind = Finding::Kind;
    if (finding.kind == Kind::passed) sys::print("ok {}\n", name);
    else sys::print("{} {}: {}\n", finding.kind == Kind::failed ? "FAILED" : "skipped", name, finding.why);
    ++(finding.kind == Kind::passed ? sum.passed : finding.kind == Kind::failed ? sum.failed : sum.skipped);
}

int main_of(Arguments& arguments) {
    Chosen chosen;
    bool only_list = false;
    std::int64_t times = 1;
    arguments.words("names", chosen.names, "which tests to run; all if none is named");
    arguments.option("--group", chosen.group, "only the tests of one group");
    arguments.option("--repeat", times, "how many times all of them");
    arguments.flag("--list", only_list, "print their names instead");
    if (const auto done = arguments.parse()) return *done;
    const auto stranger = chosen.stranger();
    if (!stranger.empty() || times < 1) {
        const auto why = times < 1 ? "--repeat: at least once" : fmt::format("there is no test '{}'", stranger);
        sys::print_error("usertests: {} (try: usertests --list)\n", why);
        return Arguments::usage_error;
    }
    if (only_list) {
        chosen.for_each([](const Test&, const std::string& name) { sys::print("{}\n", name); });
        return 0;
    }
    Sum sum;
    for (std::int64_t i = 0; i < times; ++i)
        chosen.for_each([&](const Test& test, const std::string& name) { run_one(name, test, sum); });
    const auto skipped = sum.skipped == 0 ? "" : fmt::format(", {} skipped", sum.skipped);
    sys::print("{} passed, {} failed{}\n", sum.passed, sum.failed, skipped);
    return sum.failed == 0 ? 0 : 1;
}

const Program program{"usertests", "Tests the system from inside.", main_of, StackSize::k256};

}  // namespace
