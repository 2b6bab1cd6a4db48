// Misbehaves in the way that is asked for: the mistakes that are made when C++ is learnt, to see what becomes of each.

#include <cstdlib>
#include <cstring>

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

// Zero, but no compiler is to know.
std::uintptr_t zero() {
    std::uintptr_t value = 0;
    asm volatile("" : "+r"(value));
    return value;
}

void call_nothing() { reinterpret_cast<void (*)()>(zero())(); }

void fill_nothing() { std::memset(reinterpret_cast<void*>(zero()), 1, 1000 + zero()); }

void divide() {
    std::uintptr_t result = 7 / zero();
    asm volatile("" : "+r"(result));
}

struct Way {
    std::string_view name;
    void (*take)();
};

constexpr Way ways[] = {
    {"abort", [] { std::abort(); }},
    {"exit", [] { std::exit(3); }},
    {"quick-exit", [] { std::quick_exit(3); }},
    {"illegal", [] { __builtin_trap(); }},
    {"divide", &divide},
    {"call", &call_nothing},
    {"memset", &fill_nothing},
};

int misbehave(Arguments& arguments) {
    std::string wanted;
    arguments.word("way", wanted, "abort, exit, quick-exit, illegal, divide, call or memset");
    if (const auto done = arguments.parse()) return *done;
    for (const auto& way : ways)
        if (way.name == wanted) way.take();
    sys::print_error("misbehave: '{}' is no way to misbehave (try: misbehave --help)\n", wanted);
    return Arguments::usage_error;
}

const Program program{"misbehave", "Makes a mistake of the kind that is named.", misbehave};

}  // namespace
