// A size is checked, and read again to be used: it has changed in between.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void double_fetch() {
    Cell<int> size(4, "size");
    together([&] { size.store(100); },
             [&] {
                 const int checked = size.load();
                 if (checked > 8) return;
                 const int used = right ? checked : size.load();
                 expect(used <= 8, "more is used than was checked");
             });
}

const Program broken_program{"zoo_double_fetch", "Broken (assertion): what is checked is read again to be used.",
                             run<double_fetch<false>>};
const Program right_program{"zoo_double_fetch_right", "Right: it is read once.", run<double_fetch<true>>};

}  // namespace
