// Each philosopher takes the fork to the left first: if all have one, none gets another.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void philosophers() {
    constexpr int seats = 3;
    std::array<Mutex, seats> forks;
    crowd(seats, [&](int seat) {
        int first = seat, second = (seat + 1) % seats;
        if (right && second < first) std::swap(first, second);
        const Mutex::Guard one(forks[static_cast<std::size_t>(first)]);
        const Mutex::Guard other(forks[static_cast<std::size_t>(second)]);
    });
}

const Program broken_program{"zoo_philosophers", "Broken (deadlock): three naive philosophers.",
                             run<philosophers<false>>};
const Program right_program{"zoo_philosophers_right", "Right: the fork with the lower number first.",
                            run<philosophers<true>>};

}  // namespace
