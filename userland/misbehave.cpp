// Misbehaves in the way that is asked for: the mistakes that are made when C++ is learnt, to see what becomes of each.

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <thread>

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

// What comes from outside and not through a request: fine while it runs for real, and not where it is to be repeated.
void ask_the_clock() { sys::print("{}\n", std::chrono::steady_clock::now().time_since_epoch().count()); }
void ask_the_environment() { sys::print("{}\n", std::getenv("HOME") != nullptr); }
void roll_dice() { sys::print("{}\n", std::rand()); }
void start_a_thread() {
    std::thread([] {}).join();
}
void sleep_on_the_host() { std::this_thread::sleep_for(std::chrono::nanoseconds(1)); }

// Where something lies is another place in each run.
void show_an_address() {
    const auto place = std::make_unique<int>();
    sys::print("{}\n", static_cast<const void*>(place.get()));
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
    {"time", [] { sys::print("{}\n", std::time(nullptr)); }},
    {"chrono", &ask_the_clock},
    {"getenv", &ask_the_environment},
    {"rand", &roll_dice},
    {"thread", &start_a_thread},
    {"sleep", &sleep_on_the_host},
    {"address", &show_an_address},
};

int misbehave(Arguments& arguments) {
    std::string wanted;
    arguments.word("way", wanted,
                   "abort, exit, quick-exit, illegal, divide, call, memset, time, chrono, getenv, rand, "
                   "thread, sleep or address");
    if (const auto done = arguments.parse()) return *done;
    for (const auto& way : ways)
        if (way.name == wanted) {
            way.take();
            return 0;
        }
    sys::print_error("misbehave: '{}' is no way to misbehave (try: misbehave --help)\n", wanted);
    return Arguments::usage_error;
}

const Program program{"misbehave", "Makes a mistake of the kind that is named.", misbehave};

}  // namespace
