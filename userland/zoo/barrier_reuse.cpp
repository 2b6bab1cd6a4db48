// A barrier that is used twice has to close behind those who have gone through.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

// Made by hand: the counts are guarded by the mutex.
struct Gate {
    Mutex mutex;
    ConditionVariable changed;
    int arrived = 0, round = 0;
};

template <bool right>
void pass(Gate& gate) {
    const Mutex::Guard guard(gate.mutex);
    const int round = gate.round;
    if (++gate.arrived == 2) {
        if constexpr (right) gate.arrived = 0, ++gate.round;
        return gate.changed.notify_all();
    }
    if constexpr (right) {
        while (gate.round == round) gate.changed.wait(gate.mutex).value();
    } else {
        while (gate.arrived < 2) gate.changed.wait(gate.mutex).value();
    }
}

template <bool right>
void barrier_reuse() {
    Gate gate;
    std::array<Cell<int>, 2> rounds;
    crowd(2, [&](int me) {
        for (int round = 1; round <= 2; ++round) {
            rounds[static_cast<std::size_t>(me)].store(round);
            pass<right>(gate);
            expect(rounds[static_cast<std::size_t>(1 - me)].load() >= round, "one is a round ahead of the other");
        }
    });
}

const Program broken_program{"zoo_barrier_reuse",
                             "Broken (assertion): a barrier that stays open after its first round.",
                             run<barrier_reuse<false>>};
const Program right_program{"zoo_barrier_reuse_right", "Right: it counts its rounds.", run<barrier_reuse<true>>};

}  // namespace
