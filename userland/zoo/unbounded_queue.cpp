// A producer that is faster than its consumer.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void unbounded_queue() {
    Semaphore items(0), room(right ? 2 : 4);
    Cell<int> length(0, "length");
    together(
        [&] {
            for (int item = 0; item < 4; ++item) {
                room.acquire().value();
                expect(length.fetch_add(1) < 2, "the queue grows and grows");
                items.release();
            }
        },
        [&] {
            for (int item = 0; item < 4; ++item) {
                items.acquire().value();
                length.fetch_add(-1);
                room.release();
            }
        });
}

const Program broken_program{"zoo_unbounded_queue",
                             "Broken (assertion): a producer that does not wait for its consumer.",
                             run<unbounded_queue<false>>};
const Program right_program{"zoo_unbounded_queue_right", "Right: there is room for two.", run<unbounded_queue<true>>};

}  // namespace
