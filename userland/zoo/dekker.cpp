// Dekker's beginning, with one attempt: who sees that the other wants to go in stays out.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void dekker() {
    std::array<Cell<bool>, 2> wants;
    Room room;
    crowd(2, [&](int me) {
        auto& mine = wants[static_cast<std::size_t>(me)];
        auto& other = wants[static_cast<std::size_t>(1 - me)];
        if constexpr (right) mine.store(true);
        const bool free = !other.load();
        if constexpr (!right) mine.store(true);
        if (free) room.visit();
        mine.store(false);
    });
}

const Program broken_program{"zoo_dekker", "Broken (assertion): Dekker's lock that looks before it declares its wish.",
                             run<dekker<false>>};
const Program right_program{"zoo_dekker_right", "Right: first the wish, then the look.", run<dekker<true>>};

}  // namespace
