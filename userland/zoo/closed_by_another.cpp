// A handle that is shared by its number, which says whether it is still open.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void closed_by_another() {
    const auto pipe = sys::make_pipe().value();
    Mutex mutex;
    Cell<Handle> shared(pipe.second, "shared");
    const auto locked = [&](auto body) {
        if constexpr (right) mutex.lock().value();
        body();
        if constexpr (right) mutex.unlock().value();
    };
    together(
        [&] {
            locked([&] {
                if (shared.load() < 0) return;
                const auto written = sys::write(shared.load(), std::as_bytes(std::span("x")));
                expect(written.has_value(), "it was open a moment ago");
            });
        },
        [&] { locked([&] { sys::close(shared.exchange(-1)).value(); }); });
    sys::close(pipe.first).value();
}

const Program broken_program{"zoo_closed_by_another",
                             "Broken (assertion): a handle is looked at, and used when it is closed already.",
                             run<closed_by_another<false>>};
const Program right_program{"zoo_closed_by_another_right", "Right: looking and using are done under a lock.",
                            run<closed_by_another<true>>};

}  // namespace
