// Two owners let go of one thing: the last of them is to free it.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void reference_count() {
    Cell<int> owners(2, "owners"), freed(0, "freed");
    const auto let_go = [&] {
        if constexpr (right) {
            if (owners.fetch_add(-1) == 1) freed.fetch_add(1);
        } else {
            owners.store(owners.load() - 1);
            if (owners.load() == 0) freed.fetch_add(1);
        }
    };
    together(let_go, let_go);
    expect(freed.peek() == 1, "it was freed twice, or never");
}

const Program broken_program{"zoo_reference_count",
                             "Broken (assertion): a reference count that is lowered in two steps.",
                             run<reference_count<false>>};
const Program right_program{"zoo_reference_count_right", "Right: the count is lowered and looked at in one.",
                            run<reference_count<true>>};

}  // namespace
