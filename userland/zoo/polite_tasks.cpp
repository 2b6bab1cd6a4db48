// Two who both step back when they meet, and meet again.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

// Tries a few times; who is always in the way of the other has not got on.
void politely(Mutex& first, Mutex& second) {
    for (int attempt = 0; attempt < 3; ++attempt) {
        const Mutex::Guard one(first);
        if (!second.try_lock()) continue;
        second.unlock().value();
        return;
    }
    throw Wrong("it has stepped back again and again");
}

template <bool right>
void polite_tasks() {
    Mutex left, right_hand;
    const auto in_order = [&] { const Mutex::Guard one(left), other(right_hand); };
    if constexpr (right) together(in_order, in_order);
    else together([&] { politely(left, right_hand); }, [&] { politely(right_hand, left); });
}

const Program broken_program{"zoo_polite_tasks",
                             "Broken (assertion): two tasks let go and try again, in step (a livelock).",
                             run<polite_tasks<false>>};
const Program right_program{"zoo_polite_tasks_right", "Right: the locks have an order, and are waited for.",
                            run<polite_tasks<true>>};

}  // namespace
