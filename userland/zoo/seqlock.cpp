// A seqlock: the number is odd while the writer writes. A reader looks at it before and after.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void seqlock() {
    Cell<int> number(0, "number"), left(0, "left"), same(0, "same");
    together(
        [&] {
            number.store(1);
            left.store(7), same.store(7);
            number.store(2);
        },
        [&] {
            const int before = number.load();
            const int a = left.load(), b = same.load();
            if (right && (before % 2 != 0 || number.load() != before)) return;  // would try again
            expect(a == b, "a reader has seen half of an update");
        });
}

const Program broken_program{"zoo_seqlock", "Broken (assertion): a seqlock whose reader does not look at the number.",
                             run<seqlock<false>>};
const Program right_program{"zoo_seqlock_right", "Right: the reader looks before and after.", run<seqlock<true>>};

}  // namespace
