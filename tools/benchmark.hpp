// A benchmark: one file in tests/bench that registers itself, and measures Fibrix beside what it can at best reach.
//
// Absolute times move from machine to machine, ratios hold. So each measurement has, where there is one, a limit: the
// same work without a kernel, in the same process, in alternation. Of the repetitions the median counts.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/registry.hpp"

namespace fibrix::bench {

/// One thing that was measured. Less is better, except for what is counted per second.
struct Value {
    std::string measure, unit;
    double value;
};
/// What one repetition has found, always the same measures in the same order.
using Sample = std::vector<Value>;

/// Median and range of the repetitions.
struct Spread {
    double median = 0, least = 0, most = 0;
};

/// A line of the table. A measure that has a limit has a ratio: the median of what each repetition's two make.
struct Row {
    std::string benchmark, measure, unit;
    Spread ours;
    bool has_limit = false;
    Spread limit{}, ratio{};
};

/// What a benchmark is given: how much to do, and where its results go.
class Bench {
public:
    using Measurement = std::function<Sample()>;
    /// Told before each measurement, such as "switch: 1000 tasks, 2 of 5".
    using Progress = std::function<void(const std::string&)>;

    Bench(std::string_view name, bool quick, Progress progress);

    /// Measures `ours` and, if given, `limit` in turn, `times` over; once if quick. Values are prefixed with `what`.
    void compare(std::string_view what, int times, const Measurement& ours, const Measurement& limit = {});
    /// How much to do: `full`, or `little` if only a smoke test is wanted.
    template <class Number>
    [[nodiscard]] Number scaled(Number full, Number little) const noexcept {
        return quick_ ? little : full;
    }
    [[nodiscard]] const std::vector<Row>& rows() const noexcept { return rows_; }

private:
    std::string name_;
    bool quick_;
    Progress progress_;
    std::vector<Row> rows_;
};

/// A benchmark that can be named on the command line. Define one at namespace scope in its file.
struct Benchmark : Registered<Benchmark> {
    std::string_view name, help;
    void (*run)(Bench&);
    Benchmark(std::string_view its_name, std::string_view its_help, void (*runner)(Bench&))
        : name(its_name), help(its_help), run(runner) {}
};

}  // namespace fibrix::bench
