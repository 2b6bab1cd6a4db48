// A function that locks calls another that locks the same.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

// Wants the mutex, or that its caller has it.
void add(Mutex& mutex, Cell<int>& sum, int number, bool locked) {
    if (!locked) expect(mutex.lock().has_value(), "locks what it has already");
    sum.store(sum.load() + number);
    if (!locked) mutex.unlock().value();
}

template <bool right>
void recursive_lock() {
    Mutex mutex;
    Cell<int> sum(0, "sum");
    const Mutex::Guard guard(mutex);
    add(mutex, sum, 1, right);
    add(mutex, sum, 2, right);
}

const Program broken_program{"zoo_recursive_lock", "Broken (assertion): a mutex is locked again by who has it.",
                             run<recursive_lock<false>>};
const Program right_program{"zoo_recursive_lock_right", "Right: what is called inside does not lock.",
                            run<recursive_lock<true>>};

}  // namespace
