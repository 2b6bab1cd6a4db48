// Succeeds.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

int succeed(Arguments& arguments) { return arguments.parse().value_or(0); }

const Program program{"true", "Succeeds.", succeed};

}  // namespace
