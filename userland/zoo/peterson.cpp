// Peterson's lock, with one attempt: a task declares its wish, gives the turn away, and looks.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void peterson() {
    std::array<Cell<bool>, 2> wants;
    Cell<int> turn(0, "turn");
    Room room;
    crowd(2, [&](int me) {
        auto& mine = wants[static_cast<std::size_t>(me)];
        if constexpr (right) mine.store(true), turn.store(1 - me);
        else turn.store(1 - me), mine.store(true);
        if (wants[static_cast<std::size_t>(1 - me)].load() && turn.load() != me) return;
        room.visit();
        mine.store(false);
    });
}

const Program broken_program{
    "zoo_peterson", "Broken (assertion): Peterson's lock that gives the turn away before it declares its wish.",
    run<peterson<false>>};
const Program right_program{"zoo_peterson_right", "Right: first the wish, then the turn.", run<peterson<true>>};

}  // namespace
