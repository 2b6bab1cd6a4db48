// Prints the directory it is in.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

int pwd(Arguments& arguments) {
    if (const auto done = arguments.parse()) return *done;
    sys::print("{}\n", sys::getcwd());
    return 0;
}

const Program program{"pwd", "Prints the directory it is in.", pwd};

}  // namespace
