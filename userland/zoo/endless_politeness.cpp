// Two who both step back when they meet, for as long as they meet.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

// The lock behind the first is tried; who does not get it lets go and tries again.
void step_back(Mutex& first, Mutex& second) {
    for (;;) {
        const Mutex::Guard one(first);
        if (!second.try_lock()) continue;
        second.unlock().value();
        return;
    }
}

template <bool right>
void endless_politeness() {
    Mutex left, other;
    if constexpr (right) together([&] { step_back(left, other); }, [&] { step_back(left, other); });
    else together([&] { step_back(left, other); }, [&] { step_back(other, left); });
}

const Program broken_program{"zoo_endless_politeness",
                             "Broken (livelock; --max-steps 200): two tasks let go and try again, in step, for ever.",
                             run<endless_politeness<false>>};
const Program right_program{"zoo_endless_politeness_right", "Right: both take the locks in the same order.",
                            run<endless_politeness<true>>};

}  // namespace
