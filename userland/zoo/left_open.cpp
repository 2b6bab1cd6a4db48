// Who finds that there is nothing to do goes away, and leaves a handle open.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void left_open() {
    Cell<bool> stop(false, "stop");
    together(
        [&] {
            const auto pipe = sys::make_pipe().value();
            sys::close(pipe.first).value();
            if (!right && stop.load()) return;
            sys::close(pipe.second).value();
        },
        [&] { stop.store(true); });
}

const Program broken_program{
    "zoo_left_open", "Broken (leak): a way out that is rarely taken forgets to close a handle.", run<left_open<false>>};
const Program right_program{"zoo_left_open_right", "Right: it is closed on every way.", run<left_open<true>>};

}  // namespace
