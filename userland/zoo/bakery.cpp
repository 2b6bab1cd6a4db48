// Lamport's bakery for two, with one attempt: whoever has the lower number goes in.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void bakery() {
    std::array<Cell<bool>, 2> choosing;
    std::array<Cell<int>, 2> number;
    Room room;
    crowd(2, [&](int me) {
        const auto mine = static_cast<std::size_t>(me), other = 1 - mine;
        if constexpr (right) choosing[mine].store(true);
        const int drawn = 1 + number[other].load();
        number[mine].store(drawn);
        if constexpr (right) {
            choosing[mine].store(false);
            if (choosing[other].load()) return;
        }
        const int theirs = number[other].load();
        if (theirs != 0 && std::pair(theirs, other) < std::pair(drawn, mine)) return;
        room.visit();
        number[mine].store(0);
    });
}

const Program broken_program{"zoo_bakery",
                             "Broken (assertion): Lamport's bakery where nobody says that he is drawing a number.",
                             run<bakery<false>>};
const Program right_program{"zoo_bakery_right", "Right: who draws a number says so.", run<bakery<true>>};

}  // namespace
