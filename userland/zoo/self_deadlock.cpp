// A task that waits for what it has itself.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

void count(Semaphore& door, Cell<int>& counter, bool inside) {
    if (!inside) door.acquire().value();
    counter.fetch_add(1);
    if (!inside) door.release();
}

template <bool right>
void self_deadlock() {
    Semaphore door(1);
    Cell<int> counter(0, "counter");
    const Semaphore::Permit permit(door);
    count(door, counter, right);
}

const Program broken_program{"zoo_self_deadlock", "Broken (deadlock): a function takes the permit that its caller has.",
                             run<self_deadlock<false>>};
const Program right_program{"zoo_self_deadlock_right", "Right: the function is told who has it.",
                            run<self_deadlock<true>>};

}  // namespace
