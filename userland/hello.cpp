// Says hello.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

int hello(Arguments& arguments) {
    if (const auto done = arguments.parse()) return *done;
    // One after the other: in which order arguments are evaluated is the compiler's affair.
    const auto task = sys::get_tid();
    const auto process = sys::get_pid();
    sys::print("hello from task {} of process {}\n", to_string(task), to_string(process));
    return 0;
}

const Program program{"hello", "Says hello.", hello};

}  // namespace
