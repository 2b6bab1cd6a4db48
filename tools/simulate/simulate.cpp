#include "tools/simulate/simulate.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "syscalls/program/command_line.hpp"
#include "syscalls/program/start.hpp"
#include "syscalls/table.hpp"
#include "tools/simulate/campaign.hpp"
#include "tools/simulate/report_json.hpp"
#include "tools/usage_error.hpp"

namespace fibrix {
namespace {

using namespace simulate;
using simulated::Fault;
using simulated::fault_count;

constexpr unsigned most_jobs = 64;
constexpr std::uint64_t most_told = 10;  // of a campaign's failures, and of its invalid runs

std::string read_scenario(const std::string& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) throw UsageError("simulate: cannot read '" + path + "'");
    return text.str();
}

Scenario load(const std::string& path) {
    Scenario scenario;
    if (const auto wrong = parse_scenario(read_scenario(path), scenario); !wrong.empty())
        throw UsageError("simulate: '" + path + "': " + wrong);
    std::string why;
    for (const auto& host : scenario.hosts)
        for (const auto& command : host.commands)
            if (!find_program(command.words.front(), why))
                throw UsageError(fmt::format("simulate: '{}': {}", path, why));
    return scenario;
}

void take_range(const std::string& text, Campaign& campaign) {
    const auto dots = text.find("..");
    const auto number = [](std::string_view digits, std::uint64_t& value) {
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return error == std::errc() && end == digits.data() + digits.size();
    };
    const std::string_view both = text;
    if (dots == text.npos || !number(both.substr(0, dots), campaign.first) ||
        !number(both.substr(dots + 2), campaign.last) || campaign.last < campaign.first)
        throw UsageError("--seeds: '" + text + "' is not A..B, two numbers of which the second is no smaller");
}

// A run for each request of the servers.
void take_requests(const SimulateOptions& options, Campaign& campaign) {
    if (!options.seeds.empty()) throw UsageError("--faults: 'each' is about one seed; leave out --seeds");
    if (campaign.faults == "swarm") throw UsageError("--faults: 'each' goes with a plan, not with swarm");
    campaign.seed = options.seed;
    campaign.first = 1;
    campaign.last = campaign.count_requests();
    if (campaign.last == 0) throw UsageError("--faults: 'each': no server makes a request in the chaos");
}

// Takes "kill@each" or "reboot@each" out of a plan.
std::optional<Fault> take_each(std::string& faults) {
    for (const auto fault : {Fault::kill, Fault::reboot}) {
        const auto each = std::string(kind_of(fault).name) + "@each";
        const auto at = faults.find(each);
        if (at == faults.npos) continue;
        faults.erase(at, each.size() + (at + each.size() < faults.size() ? 1 : 0));
        if (faults.ends_with(',')) faults.pop_back();
        return fault;
    }
    return std::nullopt;
}

std::string checked(std::string faults) {
    simulated::FaultPlan plan;
    if (faults == "swarm") return faults;
    if (const auto wrong = simulated::FaultPlan::parse(faults, plan); !wrong.empty())
        throw UsageError("--faults: " + wrong);
    return faults;
}

// The line that does it again.
std::string again(const SimulateOptions& options, const Report& report, const std::string& faults) {
    const auto plan = faults == "swarm" ? faults : to_string(report.plan);
    return fmt::format("fibrix simulate {} --seed {}{}", options.file, report.seed,
                       plan.empty() ? "" : " --faults " + plan);
}

std::string counts(const std::array<std::uint64_t, fault_count>& asked,
                   const std::array<std::uint64_t, fault_count>& happened) {
    std::string text;
    for (std::size_t i = 0; i < fault_count; ++i)
        if (asked[i] > 0) text += fmt::format(" {}={}", kind_of(static_cast<Fault>(i)).name, happened[i]);
    return text.empty() ? " none" : text;
}

void tell_of(const SimulateOptions& options, const Report& report, const std::string& faults) {
    fmt::print("seed {}: {}: {}\n    again: {}\n", report.seed, to_string(report.ending), report.why,
               again(options, report, faults));
}

int exit_code(const Summary& summary) { return summary.failed > 0 ? 1 : summary.invalid > 0 ? 2 : 0; }

int run_one(const SimulateOptions& options, const Campaign& campaign) {
    const Run* running = nullptr;
    const auto show = [&](const std::string& host, std::string_view line) {
        const auto time = static_cast<double>(running->now().time_since_epoch().count()) / 1e9;
        fmt::print("{:12.6f} {:>10} | {}\n", time, host, line);
    };
    Run run(campaign.scenario, campaign.first, campaign.plan_of(campaign.first), campaign.table,
            options.json ? Listener() : Listener(show));
    running = &run;
    const auto report = run.run();
    Summary summary;
    summary.add(report);
    if (options.json) {
        fmt::print("{}\n", to_json(report).dump(2));
    } else {
        if (report.ending == Ending::passed) fmt::print("seed {}: passed\n", report.seed);
        else tell_of(options, report, campaign.faults);
        fmt::print("    faults:{}\n    {} events, {} steps, fingerprint {:016x}\n",
                   counts(summary.asked, summary.faults), report.events, report.steps, report.fingerprint);
    }
    return exit_code(summary);
}

// On a terminal, a line that says how far it is.
void show_progress(const Summary& summary, std::uint64_t all, double elapsed) {
    fmt::print(stderr, "\r{} of {} runs, {} failed, {} invalid, {:.0f} a second ", summary.runs(), all, summary.failed,
               summary.invalid, static_cast<double>(summary.runs()) / std::max(elapsed, 1e-3));
    std::fflush(stderr);
}

nlohmann::json to_json(const Summary& summary, std::uint64_t fingerprint, nlohmann::json bad) {
    auto faults = nlohmann::json::object();
    for (std::size_t i = 0; i < fault_count; ++i)
        if (summary.asked[i] > 0) faults[std::string(kind_of(static_cast<Fault>(i)).name)] = summary.faults[i];
    return {{"runs", summary.runs()},
            {"passed", summary.passed},
            {"failed", summary.failed},
            {"invalid", summary.invalid},
            {"events", summary.events},
            {"faults", std::move(faults)},
            {"fingerprint", fmt::format("{:016x}", fingerprint)},
            {"reports", std::move(bad)}};
}

int run_many(const SimulateOptions& options, const Campaign& campaign) {
    const auto begun = std::chrono::steady_clock::now();
    const auto elapsed = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    };
    const auto all = campaign.last - campaign.first + 1;
    const bool terminal = ::isatty(STDERR_FILENO) == 1;
    Summary summary;
    std::uint64_t fingerprint = 0;  // whatever the order in which the reports come
    auto bad = nlohmann::json::array();
    const bool whole = campaign.run([&](const Report& report) {
        summary.add(report);
        fingerprint += simulated::mix(report.fingerprint);
        const auto like_it = report.ending == Ending::failed ? summary.failed : summary.invalid;
        if (report.ending != Ending::passed && options.json) bad.push_back(simulate::to_json(report));
        else if (report.ending != Ending::passed && like_it <= most_told) tell_of(options, report, campaign.faults);
        if (terminal) show_progress(summary, all, elapsed());
    });
    if (terminal) fmt::print(stderr, "\n");
    if (options.json) fmt::print("{}\n", to_json(summary, fingerprint, std::move(bad)).dump(2));
    else
        fmt::print("{} runs: {} passed, {} failed, {} invalid; {} events\n    faults:{}\n    fingerprint {:016x}\n",
                   summary.runs(), summary.passed, summary.failed, summary.invalid, summary.events,
                   counts(summary.asked, summary.faults), fingerprint);
    if (!whole) return static_cast<int>(ReservedCode::system);
    if (summary.runs() < all)
        throw UsageError(fmt::format("simulate: {} runs have not come to an end", all - summary.runs()));
    return exit_code(summary);
}

}  // namespace

CLI::App* add_simulate(CLI::App& app, SimulateOptions& options) {
    auto* command = app.add_subcommand("simulate", "run a scenario of several hosts, with faults, in simulated time");
    command->add_option("scenario", options.file, "the file that describes it (see tools/simulate/README.md)")
        ->required();
    command->add_option("--seed", options.seed, "of everything random")
        ->check(number_from<std::uint64_t>())
        ->type_name("NUMBER")
        ->capture_default_str();
    command->add_option("--seeds", options.seeds, "a campaign: one run for each seed from A to B")->type_name("A..B");
    command
        ->add_option("--faults", options.faults,
                     "what goes wrong, such as reset=0.01,reboot=3,kill@17; swarm: a random subset for each seed")
        ->type_name("SPEC");
    command->add_option("--jobs", options.jobs, "processes of the host that share a campaign")
        ->check(number_from<unsigned>(1, most_jobs))
        ->type_name("NUMBER")
        ->capture_default_str();
    command->add_flag("--json", options.json, "as JSON");
    return command;
}

int run_simulation(const SimulateOptions& options) {
    const auto scenario = load(options.file);
    const SyscallTable table = syscall_table();
    Campaign campaign{.scenario = scenario, .table = table, .first = options.seed, .last = options.seed};
    campaign.jobs = options.jobs;
    campaign.faults = options.faults.value_or(scenario.faults);
    campaign.blow = take_each(campaign.faults);
    campaign.faults = checked(std::move(campaign.faults));
    if (campaign.faults == "swarm") campaign.possible = possible_faults(scenario, table);
    if (campaign.blow) take_requests(options, campaign);
    else if (options.seeds.empty()) return run_one(options, campaign);
    else take_range(options.seeds, campaign);
    return run_many(options, campaign);
}

}  // namespace fibrix
