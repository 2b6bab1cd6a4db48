// What the source tree promises about itself: which room may include which, and what is kept out of the kernel.

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace fibrix::testing {
namespace {

const std::filesystem::path root = FIBRIX_SOURCE_DIR;

struct Source {
    std::string name;  // from the root
    std::vector<std::string> lines;
};

bool is_source(const std::filesystem::path& path) {
    const auto extension = path.extension();
    return extension == ".hpp" || extension == ".cpp" || extension == ".h";
}

std::vector<Source> sources_of(std::string_view room) {
    std::vector<Source> all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / room)) {
        if (!entry.is_regular_file() || !is_source(entry.path())) continue;
        Source source{entry.path().lexically_relative(root).string(), {}};
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);) source.lines.push_back(line);
        all.push_back(std::move(source));
    }
    BOOST_TEST(!all.empty(), "no sources in " << room);
    return all;
}

// The line without its comment; good enough for this tree, which has no "//" in its strings.
std::string code_of(const std::string& line) { return line.substr(0, line.find("//")); }

}  // namespace

BOOST_AUTO_TEST_SUITE(architecture)

BOOST_AUTO_TEST_CASE(direct_includes_go_one_way) {
    const std::map<std::string, std::vector<std::string>> forbidden{
        {"kernel", {"syscalls/", "userland/", "tools/", "tests/"}},
        {"syscalls", {"userland/", "tools/", "tests/"}},
        {"userland", {"kernel/", "tools/", "tests/"}},
        {"tools", {"tests/"}},
    };
    for (const auto& [room, others] : forbidden)
        for (const auto& source : sources_of(room))
            for (const auto& line : source.lines)
                for (const auto& other : others)
                    BOOST_TEST(!line.starts_with("#include \"" + other), source.name << ": " << line);
}

BOOST_AUTO_TEST_CASE(nothing_non_deterministic_enters_but_through_the_world) {
    const std::vector<std::string> banned{"random_device", "system_clock", "steady_clock", "high_resolution_clock",
                                          "clock_gettime", "gettimeofday", "getenv",       "unordered_map",
                                          "unordered_set", "rand(",        "mt19937",      "getrandom",
                                          "this_thread::", "std::hash"};
    for (const auto* room : {"kernel", "syscalls"})
        for (const auto& source : sources_of(room)) {
            if (source.name.starts_with("kernel/world/")) continue;
            for (const auto& line : source.lines)
                for (const auto& word : banned)
                    BOOST_TEST(code_of(line).find(word) == std::string::npos, source.name << ": " << line);
        }
}

BOOST_AUTO_TEST_CASE(files_are_one_sitting_each) {
    for (const auto* room : {"kernel", "syscalls", "userland", "tools"})
        for (const auto& source : sources_of(room))
            BOOST_TEST(source.lines.size() < 300u, source.name << " has " << source.lines.size() << " lines");
}

BOOST_AUTO_TEST_CASE(every_header_is_included_once) {
    for (const auto* room : {"kernel", "syscalls", "userland", "tools", "tests"})
        for (const auto& source : sources_of(room)) {
            if (!source.name.ends_with(".hpp")) continue;
            const bool has = std::find(source.lines.begin(), source.lines.end(), "#pragma once") != source.lines.end();
            BOOST_TEST(has, source.name);
        }
}

BOOST_AUTO_TEST_CASE(every_file_of_the_kernel_opens_with_what_it_is_for) {
    for (const auto& source : sources_of("kernel")) {
        if (!source.name.ends_with(".hpp")) continue;
        BOOST_TEST(source.lines.front().starts_with("// "), source.name);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
