// Readers and writers: the look at who is inside and the entry are two steps.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void readers_writers() {
    Mutex mutex;
    Cell<int> readers(0, "readers");
    Cell<bool> writing(false, "writing");
    const auto locked = [&](auto enter) {
        if constexpr (right) mutex.lock().value();
        const bool entered = enter();
        if constexpr (right) mutex.unlock().value();
        return entered;
    };
    together(
        [&] {
            if (!locked([&] { return !writing.load() && (readers.fetch_add(1), true); })) return;
            expect(!writing.load(), "a reader is inside with a writer");
            readers.fetch_add(-1);
        },
        [&] {
            if (!locked([&] { return readers.load() == 0 && (writing.store(true), true); })) return;
            expect(readers.load() == 0, "a writer is inside with a reader");
            writing.store(false);
        });
}

const Program broken_program{"zoo_readers_writers",
                             "Broken (assertion): a reader and a writer who look and enter in two steps.",
                             run<readers_writers<false>>};
const Program right_program{"zoo_readers_writers_right", "Right: looking and entering are done under a lock.",
                            run<readers_writers<true>>};

}  // namespace
