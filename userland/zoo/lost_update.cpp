// A counter is read, and then written: what another task has written in between is lost.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void lost_update() {
    Cell<int> counter(0, "counter");
    const auto count = [&] {
        if constexpr (right) counter.fetch_add(1);
        else counter.store(counter.load() + 1);
    };
    together(count, count);
    expect(counter.peek() == 2, "an update was lost");
}

const Program broken_program{"zoo_lost_update", "Broken (assertion): two tasks read and then write one counter.",
                             run<lost_update<false>>};
const Program right_program{"zoo_lost_update_right", "Right: the counter is added to in one request.",
                            run<lost_update<true>>};

}  // namespace
