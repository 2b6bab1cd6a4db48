// Misbehaves: computes for ever and never makes a request.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

int hog(Arguments& arguments) {
    if (const auto done = arguments.parse()) return *done;
    for (;;) asm volatile("");
}

const Program program{"hog", "Computes for ever and never gives way.", hog};

}  // namespace
