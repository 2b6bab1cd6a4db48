// A value is written just after others were told that it is there.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void told_too_early() {
    Event there;
    int value = 0;
    together(
        [&] {
            if constexpr (right) value = 42;
            there.set();
            value = 42;
        },
        [&] {
            there.wait().value();
            expect(value == 42, "the value is not there yet");
        });
}

const Program broken_program{
    "zoo_told_too_early",
    "Broken (assertion; --plain-memory): a plain variable is written after the event that announces it.",
    run<told_too_early<false>>};
const Program right_program{"zoo_told_too_early_right", "Right: it is written before.", run<told_too_early<true>>};

}  // namespace
