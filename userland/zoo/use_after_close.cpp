// Two tasks use one handle, and one of them closes it.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void use_after_close() {
    const auto pipe = sys::make_pipe().value();
    const Handle mine = right ? sys::dup(pipe.second).value() : pipe.second;
    together([&] { sys::close(pipe.second).value(); },
             [&] { expect(sys::write(mine, std::as_bytes(std::span("x"))).has_value(), "the handle is closed"); });
    if constexpr (right) sys::close(mine).value();
    sys::close(pipe.first).value();
}

const Program broken_program{"zoo_use_after_close", "Broken (assertion): a handle is used that another task closes.",
                             run<use_after_close<false>>};
const Program right_program{"zoo_use_after_close_right", "Right: each has a handle of its own.",
                            run<use_after_close<true>>};

}  // namespace
