// A value of two words: a reader gets half of the old one and half of the new one.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void torn_value() {
    Mutex mutex;
    Cell<int> low(0, "low"), high(0, "high");
    const auto locked = [&](auto body) {
        if constexpr (right) mutex.lock().value();
        body();
        if constexpr (right) mutex.unlock().value();
    };
    together([&] { locked([&] { low.store(1), high.store(1); }); },
             [&] { locked([&] { expect(low.load() == high.load(), "half of a value is new"); }); });
}

const Program broken_program{"zoo_torn_value", "Broken (assertion): a value of two words is read while it is written.",
                             run<torn_value<false>>};
const Program right_program{"zoo_torn_value_right", "Right: a lock is around both.", run<torn_value<true>>};

}  // namespace
