// A program with a mutable static: refused.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

int untidy(Arguments& arguments) {
    static int calls = 0;
    return arguments.parse().value_or(++calls);
}

const Program program{"untidy", "Counts its calls.", untidy};

}  // namespace
