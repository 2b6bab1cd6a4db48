// Exploring: executions per second of tasks that add to cells, beside a loop that does as little as such a search can:
// it makes the fibers anew, resumes one at random until all have ended, and keeps nothing.

#include <fmt/format.h>

#include <memory>

#include "syscalls/cell/cell.hpp"
#include "tests/bench/bare_fiber.hpp"
#include "tests/bench/measuring.hpp"
#include "tools/benchmark.hpp"
#include "tools/explore/subject.hpp"

namespace fibrix::bench {
namespace {

constexpr double nanoseconds_per_second = 1e9;

struct Shape {
    int tasks, requests;
};

/// Each task adds to each cell in turn, beginning with its own.
class Adders {
public:
    explicit Adders(Shape shape) {
        for (int i = 0; i < shape.tasks; ++i) cells_.push_back(std::make_unique<Cell<int>>());
        for (std::size_t i = 0; i < cells_.size(); ++i)
            subject_.tasks.push_back({fmt::format("adder {}", i), [this, i, shape] { add(i, shape.requests); }});
        subject_.name = "adders";
        subject_.begin = [this] {
            for (auto& cell : cells_) cell->core().value = 0;
        };
        subject_.check = [this, sum = shape.tasks * shape.requests] {
            int found = 0;
            for (const auto& cell : cells_) found += cell->peek();
            return found == sum ? std::string() : "an addition is lost";
        };
    }
    Adders(const Adders&) = delete;
    Adders& operator=(const Adders&) = delete;

    [[nodiscard]] double per_second(explore::Strategy strategy, double seconds) const {
        explore::Options options;
        options.strategy = strategy;
        options.max_seconds = seconds;
        options.count_classes = strategy != explore::Strategy::random;  // each is replayable without
        const Stopwatch watch;
        const auto result = explore::explore(subject_, options);
        return static_cast<double>(result.executions + result.blocked) / watch.nanoseconds() * nanoseconds_per_second;
    }

private:
    void add(std::size_t first, int requests) {
        for (int i = 0; i < requests; ++i) cells_[(first + static_cast<std::size_t>(i)) % cells_.size()]->fetch_add(1);
    }

    std::vector<std::unique_ptr<Cell<int>>> cells_;
    explore::Subject subject_;
};

/// The least that there is to do: fibers on recycled stacks, one of them resumed at random.
class BareSearch {
    auto body() {
        return [this](boost::context::fiber&& back) {
            for (int i = 0; i < shape_.requests; ++i) {
                back = std::move(back).resume();
                sum_ += i;
            }
            return std::move(back);
        };
    }

public:
    explicit BareSearch(Shape shape) : shape_(shape) {}

    void execute() {
        std::vector<boost::context::fiber> left;
        for (int i = 0; i < shape_.tasks; ++i) left.push_back(make_bare_fiber(stacks_, body()));
        while (!left.empty()) {
            auto& chosen = left[draw() % left.size()];
            chosen = std::move(chosen).resume();
            if (chosen) continue;
            chosen = std::move(left.back());
            left.pop_back();
        }
    }
    [[nodiscard]] double per_second(double seconds) {
        constexpr int batch = 50;
        const Stopwatch watch;
        double made = 0;
        do {
            for (int i = 0; i < batch; ++i) execute();
            made += batch;
        } while (watch.nanoseconds() < seconds * nanoseconds_per_second);
        return made / watch.nanoseconds() * nanoseconds_per_second;
    }

private:
    // xorshift64 (Marsaglia, 2003).
    std::uint64_t draw() noexcept {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return state_;
    }

    Shape shape_;
    BareStacks stacks_;
    std::uint64_t state_ = 0x9e3779b97f4a7c15;
    std::int64_t sum_ = 0;
};

void run(Bench& bench) {
    const double seconds = bench.scaled(0.3, 0.01);
    const auto measure = [&](Shape shape, explore::Strategy strategy, std::string_view name) {
        bench.compare(
            fmt::format("{} x {}, {}", shape.tasks, shape.requests, name), 5,
            [=] {
                return Sample{{"", "1/s", Adders(shape).per_second(strategy, seconds)}};
            },
            [=] {
                return Sample{{"", "1/s", BareSearch(shape).per_second(seconds)}};
            });
    };
    for (const Shape shape : {Shape{2, 5}, Shape{5, 10}, Shape{5, 100}})
        measure(shape, explore::Strategy::random, "random");
    measure({5, 10}, explore::Strategy::dpor, "source sets");
}

const Benchmark benchmark{"explore", "executions of an explored program, against fibers resumed at random", run};

}  // namespace
}  // namespace fibrix::bench
