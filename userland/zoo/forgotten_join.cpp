// A result is looked at before the task that computes it has ended.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void forgotten_join() {
    Cell<int> result(0, "result");
    const auto helper = sys::spawn([&] { result.store(42); }).value();
    if constexpr (right) sys::wait(helper).value();
    const int found = result.load();
    if constexpr (!right) sys::wait(helper).value();  // too late, but the cell must outlive the helper
    expect(found == 42, "the result is not there yet");
}

const Program broken_program{"zoo_forgotten_join",
                             "Broken (assertion): a result is used before its task was waited for.",
                             run<forgotten_join<false>>};
const Program right_program{"zoo_forgotten_join_right", "Right: the task is waited for.", run<forgotten_join<true>>};

}  // namespace
