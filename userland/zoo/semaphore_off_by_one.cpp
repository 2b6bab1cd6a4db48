// A room for two, and one permit too many.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void semaphore_off_by_one() {
    Semaphore permits(right ? 2 : 3);
    Room room(2);
    crowd(3, [&](int) {
        const Semaphore::Permit permit(permits);
        room.visit();
    });
}

const Program broken_program{"zoo_semaphore_off_by_one", "Broken (assertion): a semaphore with one permit too many.",
                             run<semaphore_off_by_one<false>>};
const Program right_program{"zoo_semaphore_off_by_one_right", "Right: as many permits as places.",
                            run<semaphore_off_by_one<true>>};

}  // namespace
