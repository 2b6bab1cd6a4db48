#include "tools/explore.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

#include "syscalls/program/command_line.hpp"
#include "tools/complain.hpp"
#include "tools/contained_faults.hpp"
#include "tools/explore/explorer.hpp"
#include "tools/explore/html.hpp"
#include "tools/explore/program_run.hpp"
#include "tools/explore/report.hpp"
#include "tools/explore/subject.hpp"
#include "tools/list.hpp"
#include "tools/litmus/parser.hpp"
#include "tools/litmus/subject.hpp"
#include "tools/system.hpp"

namespace fibrix {
namespace {

using explore::Failure;
using explore::Strategy;

constexpr std::uint64_t default_random_executions = 10'000;

bool is_random(Strategy strategy) { return strategy >= Strategy::random; }

int exit_code(const explore::Result& result, const ExploreCommand& command) {
    const auto failure = result.counterexample ? result.counterexample->failure : Failure::none;
    switch (failure) {
        case Failure::none: break;
        case Failure::deadlock:
        case Failure::lost_wakeup: return static_cast<int>(ReservedCode::deadlock);
        case Failure::crash: return static_cast<int>(ReservedCode::abandoned);
        default: return static_cast<int>(ReservedCode::threw);
    }
    const bool enough = result.complete || is_random(command.options.strategy);
    return enough ? 0 : static_cast<int>(ReservedCode::interrupted);
}

void show_progress(const explore::Progress& progress) {
    fmt::print(stderr, "\r\x1b[K{} executions, {} classes, {} cut, {:.0f} per second", progress.executions,
               progress.classes, progress.blocked, progress.per_second);
}

std::string typed(const ExploreCommand& command) {
    std::string text = "fibrix explore";
    if (!command.litmus.empty()) return text + " --litmus " + command.litmus;
    for (const auto& word : command.words) text += " " + word;
    return text;
}

explore::Result search(const ExploreCommand& command) {
    std::string why;
    if (!command.litmus.empty()) {
        auto program = litmus::read_file(command.litmus, why);
        if (!program) throw UsageError("explore: " + why);
        litmus::Machine machine(std::move(*program));
        return explore::explore(litmus::subject_of(machine), command.options);
    }
    auto found = find_program(command.words.front(), why);
    if (!found) throw UsageError("explore: " + why);
    contain_faults();
    explore::ProgramRun program(std::move(*found), {command.words.begin() + 1, command.words.end()});
    return command.options.schedule.empty() ? explore::explore(program, command.options)
                                            : explore::follow(program, command.options);
}

// With the same options but without source sets; how the two differ, or nothing.
std::string compare_with_sleep_sets(ExploreCommand command, const explore::Result& reduced) {
    command.options.strategy = Strategy::sleep;
    command.options.verify_reduction = false;
    const auto whole = search(command);
    if (!reduced.complete || !whole.complete) return "the searches are not complete: nothing can be compared";
    const bool same =
        whole.classes == reduced.classes && whole.deadlocks == reduced.deadlocks && whole.failures == reduced.failures;
    return same ? std::string()
                : fmt::format("sleep sets find {} classes ({} deadlocks, {} failures), source sets {} ({}, {})",
                              whole.classes, whole.deadlocks, whole.failures, reduced.classes, reduced.deadlocks,
                              reduced.failures);
}

Strategy strategy_named(const std::string& name) {
    for (auto each = Strategy::dfs; each <= Strategy::pos; each = static_cast<Strategy>(static_cast<int>(each) + 1))
        if (explore::to_string(each) == name) return each;
    throw UsageError("explore: --strategy: '" + name + "' is none of dfs, sleep, dpor, random, pct, pos");
}

void check(ExploreCommand& command) {
    auto& options = command.options;
    if (command.litmus.empty() == command.words.empty())
        throw UsageError("explore: a program or --litmus FILE is needed, one of the two (see: fibrix programs)");
    if (!options.schedule.empty() && !explore::Schedule::parse(options.schedule))
        throw UsageError("explore: --schedule: '" + options.schedule + "' is no schedule (such as v1:0*3.1.2*5)");
    options.strategy = strategy_named(command.strategy);
    if (options.pct_depth == 0) throw UsageError("explore: --depth: a number from 1 on is needed");
    options.stop_at_failure = !command.count && !options.verify_reduction;
    if (is_random(options.strategy) && options.max_executions == 0 && options.max_seconds <= 0)
        options.max_executions = default_random_executions;
    if (::isatty(STDERR_FILENO) == 1) options.on_progress = show_progress;
}

}  // namespace

CLI::App* add_explore_command(CLI::App& app, ExploreCommand& command) {
    auto& options = command.options;
    auto* explore =
        app.add_subcommand("explore", "search the interleavings of a program, and show the shortest that fails");
    explore->add_option("program", command.words, "the program and its arguments; behind -- what begins with a dash");
    explore->add_option("--litmus", command.litmus, "explore the program in this text instead")->type_name("FILE");
    explore->add_option("--strategy", command.strategy, "dfs, sleep, dpor, random, pct or pos")
        ->type_name("NAME")
        ->capture_default_str();
    explore->add_option("--max-preemptions", options.max_preemptions, "only schedules with so many")
        ->check(number_from<unsigned>())
        ->type_name("N");
    explore->add_option("--max-delays", options.max_delays, "only schedules with so many departures from turns")
        ->check(number_from<unsigned>())
        ->type_name("N");
    explore->add_option("--max-executions", options.max_executions, "stop after so many; 0: never")
        ->check(number_from<std::uint64_t>())
        ->type_name("N");
    explore->add_option("--max-seconds", options.max_seconds, "stop after so long; 0: never")
        ->check(number_from<double>())
        ->type_name("N");
    explore->add_option("--max-steps", options.max_steps, "a longer execution is a livelock")
        ->check(number_from<std::uint64_t>())
        ->type_name("N")
        ->capture_default_str();
    explore->add_option("--seed", options.seed, "of random strategies and of the World")
        ->check(number_from<std::uint64_t>())
        ->type_name("N");
    explore->add_option("--depth", options.pct_depth, "of pct: how many steps make the bug")
        ->check(number_from<unsigned>())
        ->type_name("N")
        ->capture_default_str();
    explore->add_option("--schedule", options.schedule, "make only this execution, and show it")->type_name("v1:…");
    explore->add_flag("--count", command.count, "go on after a failure, and count");
    explore->add_flag("--interleavings", options.interleavings, "count all schedules too, without reduction");
    explore->add_flag("--verify-reduction", options.verify_reduction,
                      "search again with sleep sets alone, and compare");
    explore->add_flag("--ignore-console", options.ignore_console, "what tasks print may come in any order");
    explore->add_flag("--json", command.json, "as JSON");
    explore->add_option("--html", command.html, "write the failing execution as a page of its own")->type_name("FILE");
    explore->footer("Exit codes: 0 no failure; 120 a deadlock or a lost wake-up, 121 an assertion or a livelock,\n"
                    "123 a crash, 124 none found, but the search is not complete, 125 wrong usage,\n"
                    "126 --verify-reduction has found a difference.");
    return explore;
}

int run_explore(ExploreCommand command) {
    check(command);
    const auto result = search(command);
    if (command.options.on_progress) fmt::print(stderr, "\r\x1b[K");
    if (!command.html.empty() && result.counterexample) {
        std::ofstream file(command.html);
        file << explore::to_html(result.name, *result.counterexample, typed(command));
        if (!file.flush()) throw UsageError("explore: --html: cannot write '" + command.html + "'");
    }
    const auto text = command.json    ? explore::to_json(result, !command.count)
                      : command.count ? explore::report_counts(result)
                                      : explore::report(result, command.options, typed(command));
    if (const int failed = show(text); failed != 0) return failed;
    if (command.options.verify_reduction) {
        const auto different = compare_with_sleep_sets(command, result);
        if (!different.empty()) complain("explore: " + different);
        if (!different.empty()) return static_cast<int>(ReservedCode::system);
    }
    return command.count ? 0 : exit_code(result, command);
}

}  // namespace fibrix
