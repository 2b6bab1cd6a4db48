// One task waits for another, and prints how it ended.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

int waiter(Arguments& arguments) {
    if (const auto done = arguments.parse()) return *done;
    const auto child = sys::spawn([] {
        for (int step = 1; step <= 3; ++step) {
            sys::print("child: step {}\n", step);
            sys::sleep(std::chrono::milliseconds(1));
        }
        return 42;
    });
    sys::print("parent: waiting for the child\n");
    sys::print("parent: the child has {}\n", to_string(sys::wait(child.value()).value()));
    return 0;
}

const Program program{"waiter", "One task waits for another and prints its status.", waiter};

}  // namespace
