// The way out that one forgets: where something goes wrong the permit is kept.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void leaked_permit() {
    Semaphore permits(1);
    const auto work = [&] {
        permits.acquire().value();
        const bool fails = sys::choose(2u) == 1;
        if (right || !fails) permits.release();
    };
    together(work, work);
}

const Program broken_program{"zoo_leaked_permit",
                             "Broken (deadlock): a permit is not given back where something went wrong.",
                             run<leaked_permit<false>>};
const Program right_program{"zoo_leaked_permit_right", "Right: it is given back on every way.",
                            run<leaked_permit<true>>};

}  // namespace
