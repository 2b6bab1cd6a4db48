// Who is woken has to look again: another may have been quicker.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void if_instead_of_while() {
    Mutex mutex;
    ConditionVariable changed;
    int items = 0;
    const auto take = [&] {
        const Mutex::Guard guard(mutex);
        if constexpr (right) {
            while (items == 0) changed.wait(mutex).value();
        } else {
            if (items == 0) changed.wait(mutex).value();
        }
        expect(items-- > 0, "there is nothing to take");
    };
    const auto put = [&] {
        const Mutex::Guard guard(mutex);
        ++items;
        changed.notify_one();
    };
    together(take, take, [&] { put(), put(); });
}

const Program broken_program{"zoo_if_instead_of_while",
                             "Broken (assertion): an if around a wait: what was signalled has gone to another.",
                             run<if_instead_of_while<false>>};
const Program right_program{"zoo_if_instead_of_while_right", "Right: a while around the wait.",
                            run<if_instead_of_while<true>>};

}  // namespace
