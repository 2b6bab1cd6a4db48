// Says hello.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

int hello(Arguments& arguments) {
    if (const auto done = arguments.parse()) return *done;
    sys::print("hello from task {} of process {}\n", to_string(sys::get_tid()), to_string(sys::get_pid()));
    return 0;
}

const Program program{"hello", "Says hello.", hello};

}  // namespace
