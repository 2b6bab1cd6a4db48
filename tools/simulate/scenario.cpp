#include "tools/simulate/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>

namespace fibrix::simulate {
namespace {

using simulated::Latency;
using Words = std::vector<std::string>;

constexpr std::array<std::string_view, phase_count> phases{"load", "chaos", "heal", "check"};

// "5ms"; nothing if it is no span of time.
std::optional<Duration> parse_span(std::string_view text) {
    double number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view unit(rest, text.data() + text.size());
    constexpr double most = 1e6;
    if (error != std::errc() || number < 0 || number > most) return std::nullopt;
    for (const auto& [name, nanoseconds] : {std::pair{"ns", 1.0}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}})
        if (unit == name) return Duration(static_cast<std::int64_t>(number * nanoseconds));
    return std::nullopt;
}

Words words_of(const std::string& line) {
    std::istringstream stream(line.substr(0, line.find('#')));
    Words words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

std::string parse_latency(const Words& words, Latency& latency) {
    constexpr auto usage = "latency: 'constant 1ms', 'uniform 100us 2ms' or 'long-tail 100us' is needed";
    if (words.size() < 3) return usage;
    const auto least = parse_span(words[2]), most = words.size() > 3 ? parse_span(words[3]) : least;
    const bool uniform = words[1] == "uniform";
    if (!least || !most || words.size() != (uniform ? 4u : 3u)) return usage;
    if (words[1] == "constant") latency.model = Latency::Model::constant;
    else if (uniform) latency.model = Latency::Model::uniform;
    else if (words[1] == "long-tail") latency.model = Latency::Model::long_tail;
    else return usage;
    latency.least = *least;
    latency.most = *most;
    return {};
}

std::string parse_bandwidth(const Words& words, Latency& latency) {
    const auto* end = words.back().data() + words.back().size();
    const auto [rest, error] = std::from_chars(words.back().data(), end, latency.bytes_per_second);
    return words.size() == 2 && error == std::errc() && rest == end ? "" : "bandwidth: bytes per second are needed";
}

std::string parse_phase(const Words& words, Scenario& scenario) {
    const auto at = words.size() == 3 ? std::find(phases.begin(), phases.end(), words[1]) : phases.end();
    const auto span = at == phases.end() ? std::nullopt : parse_span(words[2]);
    if (!span) return "phase: 'load', 'chaos', 'heal' or 'check' and how long, such as 5s, are needed";
    scenario.lasts[static_cast<std::size_t>(at - phases.begin())] = *span;
    return {};
}

std::string parse_host_line(const Words& words, HostPlan& host) {
    if (words[0] == "disk") {
        if (words.size() != 2 || !words[1].starts_with('/')) return "disk: where it is to be, such as /data, is needed";
        host.disk = words[1];
    } else if (words[0] == "lie") {
        if (words.size() != 2 || words[1] != "fsync") return "lie: fsync is all that can be lied about";
        host.lies_about_fsync = true;
    } else {
        if (words.size() < 2) return words[0] + ": which program?";
        host.commands.push_back({{words.begin() + 1, words.end()}, words[0] == "client"});
    }
    return {};
}

std::string parse_line(const Words& words, Scenario& scenario) {
    const auto& word = words.front();
    if (word == "latency") return parse_latency(words, scenario.latency);
    if (word == "bandwidth") return parse_bandwidth(words, scenario.latency);
    if (word == "phase") return parse_phase(words, scenario);
    if (word == "faults" && words.size() == 2) return scenario.faults = words[1], "";
    if (word == "host" && words.size() == 2) {
        const auto same = [&](const HostPlan& host) { return host.name == words[1]; };
        if (std::any_of(scenario.hosts.begin(), scenario.hosts.end(), same)) return "host: there are two " + words[1];
        scenario.hosts.push_back({words[1]});
        return {};
    }
    if (word != "disk" && word != "lie" && word != "run" && word != "client")
        return "'" + word + "' is none of host, disk, run, client, lie, latency, bandwidth, phase, faults";
    if (scenario.hosts.empty()) return word + ": on which host? (host NAME stands before it)";
    return parse_host_line(words, scenario.hosts.back());
}

// {heal} in a command line stands for the second at which that phase begins.
void put_times(Scenario& scenario) {
    for (auto& host : scenario.hosts)
        for (auto& command : host.commands)
            for (auto& word : command.words)
                for (std::size_t i = 0; i < phase_count; ++i) {
                    const auto mark = "{" + std::string(phases[i]) + "}";
                    const double second =
                        static_cast<double>(scenario.begin_of(static_cast<Phase>(i)).time_since_epoch().count()) / 1e9;
                    for (auto at = word.find(mark); at != word.npos; at = word.find(mark))
                        word.replace(at, mark.size(), fmt::format("{}", second));
                }
}

}  // namespace

std::string_view to_string(Phase phase) noexcept { return phases[static_cast<std::size_t>(phase)]; }

bool HostPlan::serves() const {
    return std::any_of(commands.begin(), commands.end(), [](const Command& each) { return !each.client; });
}

Time Scenario::begin_of(Phase phase) const {
    Time begin{};
    for (std::size_t i = 0; i < static_cast<std::size_t>(phase); ++i) begin += lasts[i];
    return begin;
}

std::string parse_scenario(std::string_view text, Scenario& scenario) {
    std::istringstream lines{std::string(text)};
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        const auto words = words_of(line);
        if (words.empty()) continue;
        if (const auto wrong = parse_line(words, scenario); !wrong.empty())
            return fmt::format("line {}: {}", number, wrong);
    }
    if (scenario.hosts.empty()) return "there is no host in it";
    put_times(scenario);
    return {};
}

}  // namespace fibrix::simulate
