// Double-checked locking: the flag says that the value is made before it is.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void double_checked() {
    Mutex mutex;
    Cell<bool> made(false, "made");
    Cell<int> value(0, "value");
    const auto use = [&] {
        if (!made.load()) {
            const Mutex::Guard guard(mutex);
            if (!made.load()) {
                if constexpr (right) value.store(42), made.store(true);
                else made.store(true), value.store(42);
            }
        }
        expect(value.load() == 42, "a value was used that is not made yet");
    };
    together(use, use);
}

const Program broken_program{"zoo_double_checked",
                             "Broken (assertion): double-checked locking that sets its flag too early.",
                             run<double_checked<false>>};
const Program right_program{"zoo_double_checked_right", "Right: the flag is set when the value is there.",
                            run<double_checked<true>>};

}  // namespace
