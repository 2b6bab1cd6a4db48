// A helper is waited for only if its result is not there yet.

#include <memory>

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void left_behind() {
    struct Shared {
        Cell<int> result{0, "result"};
    };
    const auto shared = std::make_shared<Shared>();
    const auto helper = sys::spawn([shared] { shared->result.store(42); }).value();
    if (right || shared->result.load() == 0) sys::wait(helper).value();
}

const Program broken_program{"zoo_left_behind", "Broken (leak): whose result is there early is never waited for.",
                             run<left_behind<false>>};
const Program right_program{"zoo_left_behind_right", "Right: it is waited for in any case.", run<left_behind<true>>};

}  // namespace
