#include "tools/benchmark.hpp"

#include <fmt/format.h>

namespace fibrix::bench {
namespace {

Spread spread_of(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const auto middle = values.size() / 2;
    const double median = values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    return {median, values.front(), values.back()};
}

const Value* find(const Sample& sample, const std::string& measure) {
    for (const auto& value : sample)
        if (value.measure == measure) return &value;
    return nullptr;
}

std::vector<double> all_of(const std::vector<Sample>& samples, const std::string& measure) {
    std::vector<double> values;
    for (const auto& sample : samples)
        if (const auto* value = find(sample, measure)) values.push_back(value->value);
    return values;
}

std::vector<double> ratios(const std::vector<double>& ours, const std::vector<double>& limits) {
    std::vector<double> all;
    for (std::size_t i = 0; i < ours.size(); ++i) all.push_back(limits[i] == 0 ? 0 : ours[i] / limits[i]);
    return all;
}

}  // namespace

Bench::Bench(std::string_view name, bool quick, Progress progress)
    : name_(name), quick_(quick), progress_(std::move(progress)) {}

void Bench::compare(std::string_view what, int times, const Measurement& ours, const Measurement& limit) {
    if (quick_) times = 1;
    std::vector<Sample> samples, limits;
    for (int i = 0; i < times; ++i) {
        progress_(fmt::format("{}: {}, {} of {}", name_, what, i + 1, times));
        samples.push_back(ours());
        if (limit) limits.push_back(limit());
    }
    for (const auto& [measure, unit, ignored] : samples.front()) {
        const auto values = all_of(samples, measure), bare = all_of(limits, measure);
        Row row{name_, measure.empty() ? std::string(what) : fmt::format("{}: {}", what, measure), unit,
                spread_of(values)};
        row.has_limit = bare.size() == values.size();
        if (row.has_limit) row.limit = spread_of(bare), row.ratio = spread_of(ratios(values, bare));
        rows_.push_back(std::move(row));
    }
}

}  // namespace fibrix::bench
