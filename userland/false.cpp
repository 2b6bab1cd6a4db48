// Fails.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

int fail(Arguments& arguments) { return arguments.parse().value_or(1); }

const Program program{"false", "Fails, with status 1.", fail};

}  // namespace
