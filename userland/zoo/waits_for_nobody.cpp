// A task polls for what another gives only if it has not been told to stop.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void waits_for_nobody() {
    Cell<bool> stop(false, "stop"), ready(false, "ready");
    together(
        [&] {
            if (right || !stop.load()) ready.store(true);
        },
        [&] {
            if constexpr (!right) stop.store(true);
        },
        [&] {
            for (int tries = 0; !right || tries < 2; ++tries) {
                if (ready.load()) return;
                sys::preempt();
            }
        });
}

const Program broken_program{"zoo_waits_for_nobody",
                             "Broken (it can never end; --max-steps 60): a task polls for what will not come any more.",
                             run<waits_for_nobody<false>>};
const Program right_program{"zoo_waits_for_nobody_right", "Right: it comes in any case, and who looks for it gives up.",
                            run<waits_for_nobody<true>>};

}  // namespace
