// A worker looks whether it is to stop, and then waits where nobody tells it.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void missed_cancellation() {
    Cell<bool> stop(false, "stop");
    Channel<int> work(1);
    together(
        [&] {
            while (!stop.load())
                if (!work.receive()) return;
        },
        [&] {
            work.send(1).value();
            stop.store(true);
            if constexpr (right) work.close();
        });
}

const Program broken_program{"zoo_missed_cancellation",
                             "Broken (deadlock): a worker waits for work and is not told to stop.",
                             run<missed_cancellation<false>>};
const Program right_program{"zoo_missed_cancellation_right", "Right: the channel is closed.",
                            run<missed_cancellation<true>>};

}  // namespace
