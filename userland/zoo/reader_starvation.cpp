// Readers come and go; a writer waits until there are none.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

// The counts are guarded by the mutex.
struct Door {
    Mutex mutex;
    ConditionVariable changed;
    int readers = 0;
    bool writer_waits = false;
};

template <bool right>
void read(Door& door) {
    {
        const Mutex::Guard guard(door.mutex);
        while (right && door.writer_waits) door.changed.wait(door.mutex).value();
        expect(!door.writer_waits, "a reader has overtaken the waiting writer");
        ++door.readers;
    }
    const Mutex::Guard guard(door.mutex);
    if (--door.readers == 0) door.changed.notify_all();
}

void write(Door& door) {
    const Mutex::Guard guard(door.mutex);
    door.writer_waits = door.readers > 0;
    while (door.readers > 0) door.changed.wait(door.mutex).value();
    door.writer_waits = false;
    door.changed.notify_all();
}

template <bool right>
void reader_starvation() {
    Door door;
    together([&] { read<right>(door); }, [&] { read<right>(door); }, [&] { write(door); });
}

const Program broken_program{"zoo_reader_starvation", "Broken (assertion): readers overtake a writer that waits.",
                             run<reader_starvation<false>>};
const Program right_program{"zoo_reader_starvation_right", "Right: who comes after the writer waits behind it.",
                            run<reader_starvation<true>>};

}  // namespace
