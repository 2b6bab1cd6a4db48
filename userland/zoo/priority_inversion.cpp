// Three priorities, one lock: the middle one keeps the low one from letting go of what the high one needs.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

enum Priority : std::size_t { low, middle, high, priorities };

struct Work {
    int left = 0;
    int begins = 0;
};

// Runs the most urgent, a unit of time at a time. The low one has the lock until it is done; the high one needs it.
template <bool inherits>
int time_of_the_high_one(std::array<Work, priorities> work) {
    int waited = 0;
    for (int now = 0; work[high].left > 0; ++now) {
        const auto wants = [&](Priority which) { return work[which].left > 0 && work[which].begins <= now; };
        const bool blocked = wants(high) && work[low].left > 0;
        waited += blocked;
        if (wants(high) && !blocked) --work[high].left;
        else if (blocked && inherits) --work[low].left;
        else if (wants(middle)) --work[middle].left;
        else if (work[low].left > 0) --work[low].left;
    }
    return waited;
}

template <bool right>
void priority_inversion() {
    const int middle_begins = static_cast<int>(sys::choose(3u)), high_begins = static_cast<int>(sys::choose(3u));
    const int waited = time_of_the_high_one<right>({{{2, 0}, {5, middle_begins}, {1, high_begins}}});
    expect(waited <= 2, "the high priority waits for the middle one");
}

const Program broken_program{"zoo_priority_inversion",
                             "Broken (assertion): who has the lock is kept from running by a middle priority.",
                             run<priority_inversion<false>>};
const Program right_program{"zoo_priority_inversion_right",
                            "Right: who has the lock inherits the priority of who waits.",
                            run<priority_inversion<true>>};

}  // namespace
