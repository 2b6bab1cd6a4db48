#include "tools/bench.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "tools/benchmark.hpp"
#include "tools/list.hpp"
#include "tools/system.hpp"

namespace fibrix {
namespace {

using bench::Bench;
using bench::Benchmark;
using bench::Row;
using bench::Spread;
using Json = nlohmann::ordered_json;

std::vector<const Benchmark*> chosen(const std::vector<std::string>& names) {
    if (names.empty()) return Benchmark::list();
    std::vector<const Benchmark*> all;
    for (const auto& name : names) {
        const auto* found = Benchmark::find(name);
        if (found == nullptr)
            throw UsageError("bench: there is no benchmark '" + name + "' (see: fibrix bench --list)");
        all.push_back(found);
    }
    return all;
}

Json to_json(const Spread& spread) { return {{"median", spread.median}, {"min", spread.least}, {"max", spread.most}}; }

Json to_json(const Row& row) {
    Json json{{"benchmark", row.benchmark}, {"measure", row.measure}, {"unit", row.unit}, {"value", to_json(row.ours)}};
    json["limit"] = row.has_limit ? to_json(row.limit) : Json();
    json["ratio"] = row.has_limit ? to_json(row.ratio) : Json();
    return json;
}

// Four significant digits, without exponent.
std::string number(double value) {
    const double size = std::abs(value);
    return fmt::format("{:.{}f}", value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3);
}

std::string to_text(const Row& row) {
    const auto range = number(row.ours.least) + "-" + number(row.ours.most);
    const auto limit = row.has_limit ? number(row.limit.median) : "-";
    const auto ratio = row.has_limit ? fmt::format("{:.2f}", row.ratio.median) : "-";
    return fmt::format("{:<9} {:<44} {:<6} {:>10} {:>19} {:>10} {:>6}\n", row.benchmark, row.measure, row.unit,
                       number(row.ours.median), range, limit, ratio);
}

int list_benchmarks(bool json) {
    Json all = Json::array();
    std::string text;
    for (const auto* each : Benchmark::list()) {
        all.push_back({{"name", each->name}, {"help", each->help}});
        text += fmt::format("{:<18}{}\n", each->name, each->help);
    }
    return show(json ? all.dump(2) + "\n" : text);
}

void show_progress(const std::string& text) {
    static const bool terminal = ::isatty(STDERR_FILENO) == 1;
    if (terminal) fmt::print(stderr, "\r\x1b[K{}", text);
}

}  // namespace

int run_benchmarks(const BenchOptions& options) {
    if (options.list) return list_benchmarks(options.json);
    const auto benchmarks = chosen(options.names);
    Json all = Json::array();
    if (!options.json)
        show(fmt::format("{:<9} {:<44} {:<6} {:>10} {:>19} {:>10} {:>6}\n", "benchmark", "measure", "unit", "median",
                         "min-max", "limit", "ratio"));
    for (const auto* benchmark : benchmarks) {
        Bench bench(benchmark->name, options.quick, show_progress);
        benchmark->run(bench);
        show_progress("");
        for (const auto& row : bench.rows())
            if (options.json) all.push_back(to_json(row));
            else if (const int failed = show(to_text(row)); failed != 0) return failed;
    }
    return options.json ? show(all.dump(2) + "\n") : 0;
}

}  // namespace fibrix
