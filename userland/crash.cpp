// Misbehaves: throws an exception that nobody catches.

#include <stdexcept>

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

int crash(Arguments& arguments) {
    if (const auto done = arguments.parse()) return *done;
    throw std::runtime_error("this program always crashes");
}

const Program program{"crash", "Throws an exception that nobody catches.", crash};

}  // namespace
