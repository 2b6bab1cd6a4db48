// A handle is closed twice: by then its number may be that of another file.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void double_release() {
    const auto pipe = sys::make_pipe().value();
    const Handle spare = sys::dup(pipe.first).value();
    together(
        [&] {
            sys::close(spare).value();
            if constexpr (!right) sys::close(spare);  // on the way out, once more
        },
        [&] {
            const Handle mine = sys::dup(pipe.second).value();
            expect(sys::write(mine, std::as_bytes(std::span("x"))).has_value(), "somebody has closed a handle of mine");
            sys::close(mine).value();
        });
    sys::close(pipe.first).value(), sys::close(pipe.second).value();
}

const Program broken_program{"zoo_double_release",
                             "Broken (assertion): a handle is closed twice, and was given to another in between.",
                             run<double_release<false>>};
const Program right_program{"zoo_double_release_right", "Right: it is closed once.", run<double_release<true>>};

}  // namespace
