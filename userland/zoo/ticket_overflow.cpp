// A lock by tickets that come again too early: two tasks are called at once.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void ticket_overflow() {
    constexpr int tickets = right ? 2 : 1;
    Mutex mutex;
    ConditionVariable called;
    int next = 0, serving = 0;
    Room room;
    crowd(2, [&](int) {
        {
            const Mutex::Guard guard(mutex);
            const int ticket = next++ % tickets;
            while (serving != ticket) called.wait(mutex).value();
        }
        room.visit();
        const Mutex::Guard guard(mutex);
        serving = (serving + 1) % tickets;
        called.notify_all();
    });
}

const Program broken_program{"zoo_ticket_overflow", "Broken (assertion): a ticket lock with fewer tickets than tasks.",
                             run<ticket_overflow<false>>};
const Program right_program{"zoo_ticket_overflow_right", "Right: there are enough tickets.",
                            run<ticket_overflow<true>>};

}  // namespace
