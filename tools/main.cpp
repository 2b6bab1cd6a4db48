// The fibrix binary: reads the command line and hands over.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstring>

#include "syscalls/program/command_line.hpp"
#include "tools/bench.hpp"
#include "tools/check.hpp"
#include "tools/complain.hpp"
#include "tools/contained_faults.hpp"
#include "tools/explore.hpp"
#include "tools/forbidden_calls.hpp"
#include "tools/lab.hpp"
#include "tools/launch.hpp"
#include "tools/list.hpp"
#include "tools/lua_script.hpp"
#include "tools/replay.hpp"
#include "tools/simulate/simulate.hpp"
#include "tools/system.hpp"
#include "tools/trace/command.hpp"

namespace fibrix {
namespace {

constexpr int usage = static_cast<int>(ReservedCode::usage);
constexpr std::size_t init_rc_handle = 3, init_script_handle = 10;  // as its options say

// A standard descriptor that is closed would be given to the first thing opened, and be taken for the console. In its
// place comes one that can be used in the wrong direction only, so that using it is an error.
void fill_standard_descriptors() {
    for (const int wanted : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(wanted, F_GETFD) >= 0) continue;
        // The lowest free number is given: this one.
        [[maybe_unused]] const int opened = ::open("/dev/null", wanted == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

int open_file(const std::string& path, const char* option) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    const bool known = file >= 0 && ::fstat(file, &status) == 0;
    const int why = known && S_ISDIR(status.st_mode) ? EISDIR : errno;
    if (!known || S_ISDIR(status.st_mode))
        throw UsageError(fmt::format("{}: cannot open '{}': {}", option, path, std::strerror(why)));
    return file;
}

int boot(Launch start, const BootOptions& boot) {
    auto& arguments = start.arguments;
    auto& files = start.files;
    if (boot.rc) {
        files.emplace_back(init_rc_handle, open_file(*boot.rc, "--rc"));
        arguments.emplace_back("--rc");
    } else if (!boot.script) {
        arguments.emplace_back("--services");
    }
    if (boot.script) {
        files.emplace_back(init_script_handle, open_file(*boot.script, "--script"));
        arguments.emplace_back("--script");
    }
    if (start.options.watchdog.empty()) start.options.watchdog = "late";
    start.program = "init";
    return launch(start);
}

int run(Launch start, std::vector<std::string> words) {
    if (words.empty()) throw UsageError("run: which program? (see: fibrix programs)");
    const std::string program = words.front();
    if (program.starts_with('-')) throw UsageError("run: unknown option '" + program + "' (try: fibrix run --help)");
    if (start.options.watchdog.empty()) start.options.watchdog = "warn";
    if (names_lua_script(program)) start.brought.push_back(bring_lua_script(words));
    start.program = words.front();
    start.arguments.assign(words.begin() + 1, words.end());
    return launch(start);
}

void add_system_options(CLI::App& command, SystemOptions& options) {
    command.add_option("--world", options.world, "what is outside: host, or sim (time that jumps)")
        ->capture_default_str();
    command.add_option("--policy", options.policy, "who runs next (see: fibrix policies), or the path of one")
        ->capture_default_str();
    command.add_option("--load", options.load, "a shared object with families, policies or programs")
        ->type_name("FILE")
        ->allow_extra_args(false)
        ->take_all();
    command
        .add_option("--mount", options.mounts, "a directory of the host, and where it is to be; :ro behind: read-only")
        ->type_name("DIRECTORY:/TARGET[:ro]")
        ->allow_extra_args(false)
        ->take_all();
    command.add_option("--seed", options.seed, "of everything random in a simulation")
        ->check(number_from<std::uint64_t>())
        ->type_name("NUMBER")
        ->capture_default_str();
    command.add_option("--log-level", options.log_level, "trace, debug, info, warning, error or off")
        ->capture_default_str();
    command.add_option("--watchdog", options.watchdog,
                       "what to do with a task that holds the CPU: warn, kill, late (kill after ten times the "
                       "patience: what boot does) or off");
    command.add_option("--watchdog-patience", options.watchdog_patience, "seconds of CPU time before that")
        ->check(number_from<double>())
        ->type_name("NUMBER")
        ->capture_default_str();
    command.add_option("--record", options.record, "write a recording of the run (see: fibrix replay)")
        ->type_name("FILE");
    command.add_option("--trace", options.trace, "write a trace of the run (see: fibrix trace)")->type_name("FILE");
    command
        .add_option("--faults", options.faults,
                    "each: run it once for every request and error, failing so; or what is to go wrong with a "
                    "simulated network and disk, such as reset=0.01,short=0.2")
        ->type_name("SPEC");
    command.add_option("--server", options.servers, "a shell's command line: who is there before the program")
        ->type_name("COMMAND")
        ->allow_extra_args(false)
        ->take_all();
    command
        .add_option("--client", options.client,
                    "another, which calls the program; when it has ended, so does the program")
        ->type_name("COMMAND");
    command.add_flag("--hash", options.hash, "print the hash over all events at the end");
    command.add_flag("--canary", options.canary, "run a simulation twice, and say which event differs first");
    command.add_option("--events", options.events)->group("");  // one of the two runs of a canary
}

// What `fibrix` does without a command is to boot: the options are then those of boot.
std::vector<std::string> words_of(int argc, char** argv) {
    std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    constexpr std::array own{"-h", "--help", "--version"};
    const bool option = !words.empty() && words.front().starts_with('-');
    if (words.empty() || (option && std::find(own.begin(), own.end(), words.front()) == own.end()))
        words.insert(words.begin(), "boot");
    return words;
}

int parse_and_run(const std::vector<std::string>& words) {
    CLI::App app("Fibrix: a micro operating system in one Linux process", "fibrix");
    app.footer("Exit codes: the program's own (0-119); 120 deadlock, 121 ended by an exception, 122 killed,\n"
               "123 abandoned (stack overflow, fault, hog), 124 interrupted, 125 wrong usage, a file that cannot\n"
               "be run or a listing that cannot be written, 126 system failure, or a run that is to be the same again\n"
               "and is not, 127 no such program,\n"
               "128 and more ended by that signal. A shell ends with the status of its last command.\n"
               "Ids of tasks: 4 is the fourth; 4.1 is who has got number 4 after the first had ended.");
    Launch start;
    start.words = words;
    SystemOptions& options = start.options;
    BootOptions boot_options;
    ReplayOptions replay_options;
    bool json = false, rules = false;

    auto* boot_command = app.add_subcommand("boot", "boot: services, then a shell on the terminal (the default)");
    add_system_options(*boot_command, options);
    boot_command->add_option("--rc", boot_options.rc, "what init starts first, a command a line");
    boot_command->add_option("--script", boot_options.script,
                             "a shell script instead of the terminal; no services unless --rc");

    auto* run_command =
        app.add_subcommand("run", "PROGRAM [ARGUMENT...]: boot just that, or a script FILE.lua; exit with its status");
    add_system_options(*run_command, options);
    run_command->prefix_command();  // from the program's name on, all words are the program's

    const auto* replay_command = add_replay_command(app, replay_options);
    auto* programs = app.add_subcommand("programs", "list the programs");
    auto* syscalls = app.add_subcommand("syscalls", "list the syscalls");
    auto* policies = app.add_subcommand("policies", "list the scheduling policies");
    for (auto* listing : {programs, syscalls, policies}) listing->add_flag("--json", json, "as JSON");
    policies->add_flag("--rules", rules, "also who comes first where it could be several");

    BenchOptions bench_options;
    auto* bench_command = app.add_subcommand("bench", "measure this system beside the bare limits of the host");
    bench_command->add_option("names", bench_options.names, "which benchmarks; all if none is named");
    bench_command->add_flag("--json", bench_options.json, "as JSON");
    bench_command->add_flag("--quick", bench_options.quick, "a smoke test: the figures mean little");
    bench_command->add_flag("--list", bench_options.list, "say which benchmarks there are");
    std::vector<std::string> files;
    auto* check_command = app.add_subcommand("check", "say what is in shared objects, or why they cannot be loaded");
    check_command->add_option("files", files, "shared objects")->required();
    SimulateOptions simulate_options;
    const auto* simulate_command = add_simulate(app, simulate_options);
    LabCommand lab;
    const auto* lab_command = add_lab_command(app, lab);
    ExploreCommand explore;
    const auto* explore_command = add_explore_command(app, explore);
    trace::Options trace_options;
    const auto* trace_command = trace::add_command(app, trace_options);
    app.set_version_flag("--version", "fibrix " FIBRIX_VERSION);
    app.require_subcommand(0, 1);

    try {
        app.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // CLI11 takes them from the back
    } catch (const CLI::CallForHelp&) {
        return show(app.help());
    } catch (const CLI::CallForVersion&) {
        return show(app.version() + "\n");
    } catch (const CLI::ParseError& error) {
        const auto parsed = app.get_subcommands();
        const auto command = parsed.empty() ? "" : parsed.back()->get_name() + " ";
        throw UsageError(fmt::format("{} (try: fibrix {}--help)", explain(app, error), command));
    }
    if (programs->parsed()) return list_programs(json);
    if (syscalls->parsed()) return list_syscalls(json);
    if (policies->parsed()) return list_policies(json, rules);
    if (lab_command->parsed()) return run_lab(lab);
    if (check_command->parsed()) return check_files(files);
    if (simulate_command->parsed() || explore_command->parsed()) forbid_calls_past_the_world();
    if (simulate_command->parsed()) contain_faults();
    if (simulate_command->parsed()) return run_simulation(simulate_options);
    if (bench_command->parsed()) return run_benchmarks(bench_options);
    if (explore_command->parsed()) return run_explore(explore);
    if (trace_command->parsed()) return trace::run_command(trace_options);
    if (replay_command->parsed()) return replay(replay_options);
    if (!run_command->parsed()) return boot(start, boot_options);
    return run(start, run_command->remaining());
}

}  // namespace
}  // namespace fibrix

int main(int argc, char** argv) {
    fibrix::fill_standard_descriptors();
    std::setlocale(LC_CTYPE, "C.UTF-8");  // text is UTF-8, whatever the environment says
    ::signal(SIGPIPE, SIG_IGN);           // a closed pipe is EPIPE
    try {
        return fibrix::parse_and_run(fibrix::words_of(argc, argv));
    } catch (const std::exception& error) {
        fibrix::complain(fibrix::printable(error.what()));
        return fibrix::usage;
    }
}
