// Misbehaves: two tasks take the same two locks, each in its own order, and wait for each other for ever.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

void take_both(Mutex& first, Mutex& second) {
    const Mutex::Guard one(first);
    sys::sleep(std::chrono::milliseconds(1));  // meanwhile the other task takes what comes second here
    const Mutex::Guard other(second);
}

int deadlock(Arguments& arguments) {
    if (const auto done = arguments.parse()) return *done;
    Mutex left, right;
    const auto helper = sys::spawn([&] { take_both(left, right); }).value();
    take_both(right, left);
    sys::wait(helper).value();
    return 0;
}

const Program program{"deadlock", "Two tasks wait for each other's lock for ever.", deadlock};

}  // namespace
