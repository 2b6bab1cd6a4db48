// Two readers who both want to write wait for each other to stop reading.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

// A lock that two may have to read, and one to write: a permit for each reader, all for a writer.
template <bool right>
void upgrade() {
    Semaphore permits(2);
    Mutex writers;
    Cell<int> value(0, "value");
    const auto add = [&] {
        if constexpr (right) writers.lock().value();
        permits.acquire().value();
        const int seen = value.load();
        permits.acquire().value();
        value.store(seen + 1);
        permits.release(), permits.release();
        if constexpr (right) writers.unlock().value();
    };
    together(add, add);
    expect(value.peek() == 2, "an update was lost");
}

const Program broken_program{"zoo_upgrade", "Broken (deadlock): two readers both want to become the writer.",
                             run<upgrade<false>>};
const Program right_program{"zoo_upgrade_right", "Right: who may become a writer says so first.", run<upgrade<true>>};

}  // namespace
