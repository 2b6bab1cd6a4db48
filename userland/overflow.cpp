// Misbehaves: calls itself until the stack is full.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

[[gnu::noinline]] int deeper(int depth) {
    volatile char frame[256];
    frame[depth % 256] = 1;
    return depth < 0 ? 0 : deeper(depth + 1) + frame[depth % 256];
}

int overflow(Arguments& arguments) {
    if (const auto done = arguments.parse()) return *done;
    return deeper(0);
}

const Program program{"overflow", "Calls itself until the stack is full.", overflow};

}  // namespace
