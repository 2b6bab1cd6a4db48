// Two tasks play ping-pong over two channels.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

int ping_pong(Arguments& arguments) {
    std::int64_t rounds = 1000;
    std::uint16_t capacity = 1;
    bool time = false;
    arguments.option("--rounds", rounds, "how often there and back");
    arguments.option("--capacity", capacity, "of each channel; 0: a rendezvous");
    arguments.flag("--time", time, "say how long each took");
    if (const auto done = arguments.parse()) return *done;
    if (rounds < 1) {
        sys::print_error("ping_pong: --rounds {} cannot be played: 1 at least is needed\n", rounds);
        return Arguments::usage_error;
    }

    Channel<std::int64_t> ping(capacity), pong(capacity);
    Nursery nursery;
    nursery
        .spawn([&] {
            while (const auto ball = ping.receive()) pong.send(*ball + 1);
        })
        .value();
    const Time begun = sys::now();
    std::int64_t ball = 0;
    for (std::int64_t round = 0; round < rounds; ++round) {
        ping.send(ball);
        ball = pong.receive().value();
    }
    const auto each = static_cast<double>((sys::now() - begun).count()) / static_cast<double>(rounds);
    ping.close();
    sys::print("{} round trips\n", ball);
    if (time) sys::print("{:.1f} ns each\n", each);
    return 0;
}

const Program program{"ping_pong", "Two tasks play ping-pong over channels.", ping_pong};

}  // namespace
