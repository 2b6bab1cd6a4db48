// Two locks, taken in two orders.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void ab_ba() {
    Mutex left, right_hand;
    const auto both = [](Mutex& first, Mutex& second) {
        const Mutex::Guard one(first);
        const Mutex::Guard other(second);
    };
    together([&] { both(left, right_hand); }, [&] { right ? both(left, right_hand) : both(right_hand, left); });
}

const Program broken_program{"zoo_ab_ba", "Broken (deadlock): two tasks take two locks, each in its own order.",
                             run<ab_ba<false>>};
const Program right_program{"zoo_ab_ba_right", "Right: all take the locks in one order.", run<ab_ba<true>>};

}  // namespace
