// A wait lets go of one lock only; the other is held meanwhile.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void nested_monitor() {
    Mutex outer, inner;
    ConditionVariable changed;
    bool ready = false;
    const auto with_outer = [&](auto body) {
        if constexpr (!right) outer.lock().value();
        body();
        if constexpr (!right) outer.unlock().value();
    };
    together(
        [&] {
            with_outer([&] {
                const Mutex::Guard guard(inner);
                while (!ready) changed.wait(inner).value();
            });
        },
        [&] {
            with_outer([&] {
                const Mutex::Guard guard(inner);
                ready = true;
                changed.notify_one();
            });
        });
}

const Program broken_program{"zoo_nested_monitor",
                             "Broken (deadlock): a task waits with another lock in its hand that its waker needs.",
                             run<nested_monitor<false>>};
const Program right_program{"zoo_nested_monitor_right", "Right: it has no other lock when it waits.",
                            run<nested_monitor<true>>};

}  // namespace
