// No program of this tree has a mutable static: a thousand instances share its image.

#include "syscalls/kit/statics.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <fstream>

#include "syscalls/kit/mapped_file.hpp"
#include "syscalls/program/program.hpp"

namespace fibrix::testing {
namespace {

constexpr bool sanitized = FIBRIX_ASAN || FIBRIX_TSAN;  // which adds statics of its own

// What the check is to find in this very file.
volatile int a_mutable_static = 7;
thread_local int one_of_a_thread = 7;
constexpr int a_constant = 7;
int* guarded() {
    static int with_guard = a_mutable_static;
    return &with_guard;
}
const std::array<volatile const int*, 4> kept{&a_mutable_static, &a_constant};

std::vector<std::string> objects_of(const char* target) {
    std::ifstream list(std::string(FIBRIX_BINARY_DIR) + "/" + target + ".objects");
    std::vector<std::string> all;
    for (std::string line; std::getline(list, line);) all.push_back(line);
    return all;
}

// In an object file there is no telling but by name and size; here each is called a program.
bool is_program(const Elf::Symbol& symbol) {
    return symbol.local && symbol.size == sizeof(Program) && symbol.name.find("program") != symbol.name.npos;
}

std::vector<std::string> statics_in(const std::string& path) {
    const MappedFile file(path);
    const auto elf = Elf::read(file.bytes());
    BOOST_REQUIRE_MESSAGE(elf.has_value(), path);
    return mutable_statics(*elf, is_program);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(statics)

BOOST_AUTO_TEST_CASE(no_program_has_one) {
    if (sanitized) return;
    const auto objects = objects_of("userland");
    BOOST_TEST(objects.size() > 10u);
    for (const auto& object : objects)
        for (const auto& name : statics_in(object))
            BOOST_ERROR(object << ": '" << name << "' is a mutable static; use sys::local<T>()");
}

BOOST_AUTO_TEST_CASE(each_kind_is_found_under_its_name_and_constants_are_not) {
    BOOST_TEST(*guarded() + one_of_a_thread + *kept[1] == 21);
    const auto objects = objects_of("test_userland");
    const auto here = std::find_if(objects.begin(), objects.end(), [](const auto& object) {
        return object.find("userland/statics.cpp") != object.npos;
    });
    BOOST_REQUIRE((here != objects.end()));
    const auto found = statics_in(*here);
    const auto has = [&](const std::string& name) {
        return std::any_of(found.begin(), found.end(), [&](const auto& each) { return each.ends_with(name); });
    };
    BOOST_TEST(has("::a_mutable_static"));
    BOOST_TEST(has("::one_of_a_thread"));
    BOOST_TEST(has("::guarded()::with_guard"));
    BOOST_TEST(!has("::a_constant"));
    BOOST_TEST(!has("::kept"));
    BOOST_TEST(std::none_of(found.begin(), found.end(), [](const auto& each) { return each.starts_with("guard"); }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
