// One condition variable for two conditions: the signal that is meant for a producer wakes a consumer.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

// A buffer of one place; the counts are guarded by the mutex.
struct Buffer {
    Mutex mutex;
    ConditionVariable has_item, has_room;
    bool full = false;
};

template <bool right>
void put(Buffer& buffer) {
    const Mutex::Guard guard(buffer.mutex);
    while (buffer.full) (right ? buffer.has_room : buffer.has_item).wait(buffer.mutex).value();
    buffer.full = true;
    buffer.has_item.notify_one();
}

template <bool right>
void take(Buffer& buffer) {
    const Mutex::Guard guard(buffer.mutex);
    while (!buffer.full) buffer.has_item.wait(buffer.mutex).value();
    buffer.full = false;
    (right ? buffer.has_room : buffer.has_item).notify_one();
}

template <bool right>
void lost_wakeup() {
    Buffer buffer;
    const auto consume = [&] { take<right>(buffer); };
    together(consume, consume, [&] { put<right>(buffer), put<right>(buffer); });
}

const Program broken_program{"zoo_lost_wakeup",
                             "Broken (lost wake-up): producers and consumers wait on one condition variable.",
                             run<lost_wakeup<false>>};
const Program right_program{"zoo_lost_wakeup_right", "Right: a condition variable for each condition.",
                            run<lost_wakeup<true>>};

}  // namespace
