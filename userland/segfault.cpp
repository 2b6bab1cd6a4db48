// Misbehaves: writes to an address that is not its own.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

int segfault(Arguments& arguments) {
    if (const auto done = arguments.parse()) return *done;
    volatile int* volatile nowhere = nullptr;
    *nowhere = 1;
    return 0;
}

const Program program{"segfault", "Writes to an address that is not its own.", segfault};

}  // namespace
