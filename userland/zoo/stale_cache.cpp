// A value and a copy of it: what is copied while the value changes is old for ever.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void stale_cache() {
    Mutex mutex;
    Cell<int> value(1, "value"), copy(0, "copy");
    Cell<bool> valid(false, "valid");
    const auto locked = [&](auto body) {
        if constexpr (right) mutex.lock().value();
        body();
        if constexpr (right) mutex.unlock().value();
    };
    together([&] { locked([&] { copy.store(value.load()), valid.store(true); }); },
             [&] { locked([&] { value.store(2), valid.store(false); }); });
    expect(!valid.peek() || copy.peek() == value.peek(), "the copy is old, and is taken for good");
}

const Program broken_program{"zoo_stale_cache",
                             "Broken (assertion): a cache that is filled while what it caches changes.",
                             run<stale_cache<false>>};
const Program right_program{"zoo_stale_cache_right", "Right: filling and changing exclude each other.",
                            run<stale_cache<true>>};

}  // namespace
