// Pipes: how fast bytes go from task to task, 64 KiB at a time, beside copying them in and out of a buffer.

#include <cstring>

#include "tests/bench/kernel_run.hpp"
#include "tests/bench/measuring.hpp"
#include "tools/benchmark.hpp"

namespace fibrix::bench {
namespace {

constexpr std::size_t piece = 64 * 1024;
using Piece = std::vector<std::byte>;

Sample sample(double nanoseconds, int pieces) {
    return {{"", "ns", nanoseconds / (static_cast<double>(pieces) * piece / 1024)}};
}

Sample measure_pipe(int pieces) {
    double nanoseconds = 0;
    std::size_t received = 0;
    KernelRun kernel;
    kernel.run([&] {
        const auto pipe = sys::make_pipe().value();
        Nursery nursery;
        nursery.spawn([&, writer = pipe.second] {
            const Piece text(piece, std::byte{'x'});
            for (int i = 0; i < pieces; ++i)
                for (std::span rest(text); !rest.empty();) rest = rest.subspan(sys::write(writer, rest).value());
            sys::close(writer);
        });
        Piece room(piece);
        const Stopwatch watch;
        while (const auto count = sys::read(pipe.first, room).value()) received += count;
        nanoseconds = watch.nanoseconds();
    });
    if (received != static_cast<std::size_t>(pieces) * piece) throw std::runtime_error("a byte was lost");
    return sample(nanoseconds, pieces);
}

Sample measure_copies(int pieces) {
    const Piece text(piece, std::byte{'x'});
    Piece buffer(piece), room(piece);
    const Stopwatch watch;
    for (int i = 0; i < pieces; ++i) {
        std::memcpy(buffer.data(), text.data(), piece);
        keep(buffer);
        std::memcpy(room.data(), buffer.data(), piece);
        keep(room);
    }
    return sample(watch.nanoseconds(), pieces);
}

void run(Bench& bench) {
    const int pieces = bench.scaled(65'536, 1'000);
    bench.compare(
        "a KiB through a pipe", 5, [=] { return measure_pipe(pieces); }, [=] { return measure_copies(pieces); });
}

const Benchmark benchmark{"pipe", "bytes through a pipe, beside copying them in and out of a buffer", run};

}  // namespace
}  // namespace fibrix::bench
