// A name is looked for, and entered if it is not there.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void duplicate_insert() {
    Mutex mutex;
    std::array<Cell<int>, 2> names;
    Cell<std::size_t> size(0, "size");
    const auto enter = [&](int name) {
        if constexpr (right) mutex.lock().value();
        bool there = false;
        for (std::size_t i = 0, count = size.load(); i < count; ++i) there |= names[i].load() == name;
        if (!there) names[size.fetch_add(1)].store(name);
        if constexpr (right) mutex.unlock().value();
    };
    together([&] { enter(7); }, [&] { enter(7); });
    expect(size.peek() == 1, "a name is there twice");
}

const Program broken_program{"zoo_duplicate_insert",
                             "Broken (assertion): who finds no entry makes one, and so does another.",
                             run<duplicate_insert<false>>};
const Program right_program{"zoo_duplicate_insert_right", "Right: looking and entering are done under a lock.",
                            run<duplicate_insert<true>>};

}  // namespace
