// All wait for one thing, and one of them is told.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void notify_one_for_all() {
    Mutex mutex;
    ConditionVariable changed;
    bool open = false;
    const auto enter = [&] {
        const Mutex::Guard guard(mutex);
        while (!open) changed.wait(mutex).value();
    };
    together(enter, enter, [&] {
        const Mutex::Guard guard(mutex);
        open = true;
        right ? changed.notify_all() : changed.notify_one();
    });
}

const Program broken_program{"zoo_notify_one_for_all", "Broken (deadlock): two wait for a gate, and one is woken.",
                             run<notify_one_for_all<false>>};
const Program right_program{"zoo_notify_one_for_all_right", "Right: all are woken.", run<notify_one_for_all<true>>};

}  // namespace
