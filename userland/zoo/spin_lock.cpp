// A lock that is looked at, and then taken.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void spin_lock() {
    Cell<bool> taken(false, "taken");
    Room room;
    const auto try_it = [&] {
        if constexpr (right) {
            if (!taken.compare_exchange(false, true)) return;
        } else {
            if (taken.load()) return;
            taken.store(true);
        }
        room.visit();
        taken.store(false);
    };
    together(try_it, try_it);
}

const Program broken_program{"zoo_spin_lock", "Broken (assertion): a spin lock that looks and takes in two steps.",
                             run<spin_lock<false>>};
const Program right_program{"zoo_spin_lock_right", "Right: a compare-exchange looks and takes in one.",
                            run<spin_lock<true>>};

}  // namespace
