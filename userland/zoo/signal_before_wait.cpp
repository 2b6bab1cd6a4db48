// A signal is not kept: who waits after it waits for ever.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void signal_before_wait() {
    Mutex mutex;
    ConditionVariable changed;
    bool done = false;
    together(
        [&] {
            const Mutex::Guard guard(mutex);
            while (!done || !right) {
                changed.wait(mutex).value();
                if constexpr (!right) return;
            }
        },
        [&] {
            const Mutex::Guard guard(mutex);
            done = true;
            changed.notify_one();
        });
}

const Program broken_program{
    "zoo_signal_before_wait",
    "Broken (lost wake-up): a task waits for a signal without asking whether it has been given.",
    run<signal_before_wait<false>>};
const Program right_program{"zoo_signal_before_wait_right", "Right: it waits while it is not done.",
                            run<signal_before_wait<true>>};

}  // namespace
