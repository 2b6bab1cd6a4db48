// One task makes what another uses; nothing says who comes first.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void order_violation() {
    Event made;
    constexpr int made_well = 42;
    Cell<int> settings(0, "settings");
    together(
        [&] {
            if constexpr (right) made.wait().value();
            expect(settings.load() == made_well, "it is used before it is made");
        },
        [&] {
            settings.store(made_well);
            made.set();
        });
}

const Program broken_program{"zoo_order_violation", "Broken (assertion): a task uses what another has not made yet.",
                             run<order_violation<false>>};
const Program right_program{"zoo_order_violation_right", "Right: it waits for an event.", run<order_violation<true>>};

}  // namespace
