// A program that waits before it greets, and its test in greeter_test.cpp.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;
using namespace std::chrono_literals;

int greeter(Arguments& arguments) {
    if (const auto done = arguments.parse()) return *done;
    sys::sleep(1min);
    sys::print("good {}\n", sys::now() < Time(1h) ? "morning" : "evening");
    return 0;
}

const Program program{"greeter", "Greets after a minute.", greeter};

}  // namespace
