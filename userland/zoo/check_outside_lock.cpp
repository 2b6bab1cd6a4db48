// A flag is looked at before the lock is taken: it is set, and signalled, in between.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void check_outside_lock() {
    Mutex mutex;
    ConditionVariable changed;
    Cell<bool> done(false, "done");
    together(
        [&] {
            if (!right && done.load()) return;
            const Mutex::Guard guard(mutex);
            while (right && !done.load()) changed.wait(mutex).value();
            if constexpr (!right) changed.wait(mutex).value();
        },
        [&] {
            const Mutex::Guard guard(mutex);
            done.store(true);
            changed.notify_one();
        });
}

const Program broken_program{"zoo_check_outside_lock",
                             "Broken (lost wake-up): a flag is looked at outside of the lock, and then waited for.",
                             run<check_outside_lock<false>>};
const Program right_program{"zoo_check_outside_lock_right", "Right: the look and the wait are under one lock.",
                            run<check_outside_lock<true>>};

}  // namespace
