// An event that is set and reset at once tells those who wait then, and nobody else.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void pulse() {
    Event happened;
    together([&] { happened.wait().value(); },
             [&] {
                 happened.set();
                 if constexpr (!right) happened.reset();
             });
}

const Program broken_program{"zoo_pulse", "Broken (deadlock): an event is reset as soon as it was set.",
                             run<pulse<false>>};
const Program right_program{"zoo_pulse_right", "Right: it stays set.", run<pulse<true>>};

}  // namespace
