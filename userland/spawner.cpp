// Spawns tasks that print, and waits for all of them.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

int spawner(Arguments& arguments) {
    std::uint16_t tasks = 3;
    arguments.option("--tasks", tasks, "how many");
    if (const auto done = arguments.parse()) return *done;
    for (int number = 1; number <= tasks; ++number)
        sys::spawn([number] {
            sys::print("task {} is number {}\n", to_string(sys::get_tid()), number);
            return number % 100;
        }).value();
    int ended = 0;
    for (auto end = sys::wait_any(); end || end.error() == Errno::intr; end = sys::wait_any()) ended += end ? 1 : 0;
    sys::print("all {} have ended\n", ended);
    return 0;
}

const Program program{"spawner", "Spawns tasks that print, and waits for all.", spawner};

}  // namespace
