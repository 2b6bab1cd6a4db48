// A counter, and two tasks that guard it with different locks.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void wrong_lock() {
    Mutex mine, yours;
    Cell<int> counter(0, "counter");
    const auto count = [&](Mutex& mutex) {
        const Mutex::Guard guard(mutex);
        counter.store(counter.load() + 1);
    };
    together([&] { count(mine); }, [&] { count(right ? mine : yours); });
    expect(counter.peek() == 2, "an update was lost");
}

const Program broken_program{"zoo_wrong_lock", "Broken (assertion): one counter is guarded by two locks.",
                             run<wrong_lock<false>>};
const Program right_program{"zoo_wrong_lock_right", "Right: one lock guards it.", run<wrong_lock<true>>};

}  // namespace
