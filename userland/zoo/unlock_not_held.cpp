// A lock is let go of that was not got.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void unlock_not_held() {
    Mutex mutex;
    Cell<int> counter(0, "counter");
    const auto count = [&] {
        const bool got = mutex.try_lock();
        if (got) counter.store(counter.load() + 1);
        if (got || !right) expect(mutex.unlock().has_value(), "unlocks what another has locked");
    };
    together(count, count);
}

const Program broken_program{"zoo_unlock_not_held",
                             "Broken (assertion): a task unlocks although its try_lock has failed.",
                             run<unlock_not_held<false>>};
const Program right_program{"zoo_unlock_not_held_right", "Right: only who has it unlocks.", run<unlock_not_held<true>>};

}  // namespace
