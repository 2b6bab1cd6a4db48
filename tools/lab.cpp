#include "tools/lab.hpp"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "kernel/policy_settings.hpp"
#include "syscalls/program/command_line.hpp"
#include "tools/lab/ostep.hpp"
#include "tools/lab/picture.hpp"
#include "tools/lab/quiz.hpp"
#include "tools/lab/report.hpp"
#include "tools/lab/workload.hpp"
#include "tools/list.hpp"
#include "tools/policy_choice.hpp"
#include "tools/usage_error.hpp"

namespace fibrix {
namespace {

using namespace lab;

constexpr std::string_view kernel_rules =
    "At one instant: what has been computed ends first, and those tasks go on; then quanta that are used up end; both "
    "by the number of the processor.\n"
    "Then jobs arrive, in the order of the workload, and what was waited for comes, in the order in which the waits "
    "began.\n"
    "Then idle processors pick, by number; then whoever is to give way does.\n";
constexpr std::string_view ostep_rules =
    "With --compat ostep: mlfq and percpu have quirks=on; lottery takes a whole quantum for each turn; times of fifo, "
    "sjf and rr are printed as whole numbers where the original does.\n";

std::string read_file(const std::string& option, const std::string& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) throw UsageError(fmt::format("{}: cannot read '{}'", option, path));
    return text.str();
}

void write_file(const std::string& option, const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text << std::flush;
    if (!file) throw UsageError(fmt::format("{}: cannot write '{}'", option, path));
}

Workload workload_of(const LabOptions& options) {
    Workload workload;
    if (options.jobs && options.file) throw UsageError("lab: either --jobs or a workload file");
    if (options.file) workload = parse_workload(read_file("lab", *options.file), *options.file);
    else if (options.jobs) workload.jobs = parse_jobs(*options.jobs);
    else workload.jobs = random_jobs(options.seed, options.count, options.waits);
    if (options.processors) workload.conditions.processors = *options.processors;
    if (options.switch_cost && !read_duration(*options.switch_cost, workload.conditions.switch_cost))
        throw UsageError("--switch: '" + *options.switch_cost + "' is no time");
    workload.conditions.seed = options.seed;
    check_processors(workload, options.file.value_or("lab"));
    return workload;
}

int show_rules(const PolicyEntry& entry) {
    return show(fmt::format("policy {}: {}\n{}{}{}{}", entry.name, entry.help, entry.rules,
                            entry.rules.empty() ? "" : "\n", kernel_rules, ostep_rules));
}

int run_cases(const LabOptions& options) {
    if (options.compat != "ostep") throw UsageError("--compat: '" + options.compat + "' is not ostep");
    if (options.cases.empty()) throw UsageError("--compat: --cases FILE is needed");
    const auto text = read_file("--cases", options.cases);
    std::istringstream lines(text);
    std::string output;
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.empty()) continue;
        try {
            output += ostep::run_case(ostep::Json::parse(line)).dump() + "\n";
        } catch (const nlohmann::json::exception& error) {
            const std::string_view what = error.what();
            throw UsageError(fmt::format("--cases: '{}', line {} has not the form of a case: {}", options.cases, number,
                                         what.substr(what.find(']') + 2)));
        } catch (const UsageError& error) {
            throw UsageError(fmt::format("--cases: '{}', line {}: {}", options.cases, number, error.what()));
        }
    }
    return show(output);
}

int check_answers(const Trial& trial, const LabOptions& options) {
    const Marks marks = mark_answers(trial, read_file("--check", options.check));
    const std::size_t of = marks.all.size();
    auto answers = nlohmann::ordered_json::array();
    for (const auto& [question, answer, right] : marks.all)
        answers.push_back({{"question", question}, {"answer", answer}, {"right", right}});
    const nlohmann::ordered_json json{{"points", marks.points}, {"of", of}, {"answers", answers}};
    const int shown =
        show(options.json ? json.dump(2) + "\n" : marks.text + fmt::format("{} of {}\n", marks.points, of));
    return shown != 0 ? shown : marks.points == of ? 0 : 1;
}

int run_sched(const LabOptions& options) {
    if (!options.compat.empty()) return run_cases(options);
    if (!options.cases.empty()) throw UsageError("--cases: --compat ostep is needed");
    const auto choice = choose_policy("--policy", options.policy);
    if (options.rules) return show_rules(*choice.entry);
    const Workload workload = workload_of(options);
    const Trial trial = run_trial(workload, choice.make(), options.policy);
    if (options.predict) return show(questions(trial));
    if (!options.check.empty()) return check_answers(trial, options);
    if (!options.svg.empty()) write_file("--svg", options.svg, as_svg(trial));
    if (!options.html.empty()) write_file("--html", options.html, as_html({trial}));
    return show(options.json ? as_json(trial).dump(2) + "\n" : as_text(trial, options.width, options.timeline));
}

int run_compare(const LabOptions& options) {
    const Workload workload = workload_of(options);
    std::vector<PolicyChoice> choices;  // their images must outlive what is of them
    std::vector<Trial> trials;
    for (const auto& text : options.policies) {
        choices.push_back(choose_policy("--policy", text));
        trials.push_back(run_trial(workload, choices.back().make(), text));
    }
    if (!options.html.empty()) write_file("--html", options.html, as_html(trials));
    if (!options.json) return show(compare_text(trials, options.width));
    auto all = nlohmann::ordered_json::array();
    for (const auto& trial : trials) all.push_back(as_json(trial));
    return show(all.dump(2) + "\n");
}

void add_workload(CLI::App& command, LabOptions& options) {
    constexpr std::size_t most_jobs = 1000;
    command.add_option("workload", options.file, "a workload file; without one and without --jobs: jobs by chance");
    command.add_option("--jobs", options.jobs, "ARRIVAL:RUN[:EVERY[:WAIT]],…: it waits after each EVERY of its run")
        ->type_name("JOBS");
    command.add_option("--cpus", options.processors, "how many processors there are (1 to 64)")
        ->check(CLI::Range(1, 64).description(""))
        ->type_name("NUMBER");
    command.add_option("--switch", options.switch_cost, "how long a switch between two jobs takes")->type_name("TIME");
    command.add_option("--seed", options.seed, "of jobs by chance, and of what policies draw")
        ->check(number_from<std::uint64_t>())
        ->type_name("NUMBER")
        ->capture_default_str();
    command.add_option("--count", options.count, "how many jobs by chance")
        ->check(CLI::Range(std::size_t{1}, most_jobs).description(""))
        ->type_name("NUMBER")
        ->capture_default_str();
    command.add_flag("--waits", options.waits, "some jobs by chance wait now and then");
    command.add_option("--width", options.width, "columns of the chart")
        ->check(CLI::Range(10, 1000).description(""))
        ->type_name("NUMBER")
        ->capture_default_str();
    command.add_flag("--json", options.json, "as JSON");
    command.add_option("--html", options.html, "write a page with the charts, complete in itself")->type_name("FILE");
}

}  // namespace

CLI::App* add_lab_command(CLI::App& app, LabCommand& command) {
    auto* lab = app.add_subcommand("lab", "the laboratory: schedule jobs in virtual time, and compare policies");
    LabOptions& options = command.options;
    command.sched = lab->add_subcommand("sched", "one policy: chart, table, numbers");
    command.sched->add_option("--policy", options.policy, "such as mlfq:levels=3,quantum=10 (see: fibrix policies)")
        ->type_name("POLICY")
        ->capture_default_str();
    add_workload(*command.sched, options);
    command.sched->add_flag("--timeline", options.timeline, "also who ran when, and why");
    command.sched->add_flag("--rules", options.rules, "only say who comes first where it could be several");
    command.sched->add_flag("--predict", options.predict, "only ask: questions with blanks");
    command.sched->add_option("--check", options.check, "mark the answers in FILE")->type_name("FILE");
    command.sched->add_option("--svg", options.svg, "write the chart as a picture")->type_name("FILE");
    command.sched->add_option("--compat", options.compat, "ostep: with --cases, run cases of OSTEP's simulators")
        ->type_name("ostep");
    command.sched->add_option("--cases", options.cases, "a case a line, as JSON")->type_name("FILE");
    command.compare = lab->add_subcommand("compare", "several policies on the same jobs, side by side");
    command.compare->add_option("--policy", options.policies, "one of them; give several")
        ->required()
        ->allow_extra_args(false)
        ->take_all()
        ->type_name("POLICY");
    add_workload(*command.compare, options);
    lab->require_subcommand(1);
    return lab;
}

int run_lab(const LabCommand& command) {
    return command.compare->parsed() ? run_compare(command.options) : run_sched(command.options);
}

}  // namespace fibrix
