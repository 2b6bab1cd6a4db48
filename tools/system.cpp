#include "tools/system.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "kernel/fault.hpp"
#include "kernel/world/host_world.hpp"
#include "kernel/world/simulated_world.hpp"
#include "syscalls/console/console_object.hpp"
#include "syscalls/kit/plugged_family.hpp"
#include "syscalls/program/command_line.hpp"
#include "syscalls/program/start.hpp"
#include "syscalls/table.hpp"
#include "syscalls/vfs/boot.hpp"
#include "tools/complain.hpp"
#include "tools/contained_faults.hpp"
#include "tools/forbidden_calls.hpp"
#include "tools/host_mount.hpp"
#include "tools/policy_choice.hpp"
#include "tools/run_faults.hpp"
#include "tools/signals.hpp"
#include "tools/stderr_sink.hpp"

namespace fibrix {
namespace {

std::shared_ptr<spdlog::logger> make_logger(const std::string& level_name) {
    constexpr std::array levels{"trace", "debug", "info", "warning", "error", "off"};
    if (std::find(levels.begin(), levels.end(), level_name) == levels.end())
        throw UsageError("--log-level: '" + level_name + "' is none of trace, debug, info, warning, error, off");
    auto logger = std::make_shared<spdlog::logger>("fibrix", std::make_shared<StderrSink>());
    logger->set_level(spdlog::level::from_str(level_name));
    logger->set_pattern("%v");
    return logger;
}

// A connection is a descriptor, and hosts are stingy with them unless asked.
void allow_all_descriptors() noexcept {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

// Also when it says nothing the watchdog is there: an interrupt ends what holds the CPU.
void watch_for_hogs(const SystemOptions& options) {
    constexpr double least = 0.1, most = 1e6;
    constexpr int late = 10;
    const double seconds = options.watchdog_patience;
    const bool sensible = seconds >= least && seconds <= most;
    if (!sensible) throw UsageError(fmt::format("--watchdog-patience: a number from {} to {} is needed", least, most));
    const Duration patience(static_cast<std::int64_t>(seconds * 1e9));
    if (options.watchdog == "warn") start_watchdog(patience, Duration::max());
    else if (options.watchdog == "kill") start_watchdog(patience, patience);
    else if (options.watchdog == "late") start_watchdog(patience, late * patience);
    else if (options.watchdog == "off") start_watchdog(Duration::max(), Duration::max());
    else throw UsageError("--watchdog: '" + options.watchdog + "' is none of warn, kill, late, off");
}

std::unique_ptr<explore::Scheduled> make_scheduled(const SystemOptions& options) {
    const auto& how = options.scheduled;
    if (how.schedule.empty()) return nullptr;
    explore::Options searched;
    searched.schedule = how.schedule;
    searched.seed = options.seed;
    searched.max_steps = how.max_steps;
    searched.free_time = how.free_time;
    searched.plain_memory = how.plain_memory;
    return std::make_unique<explore::Scheduled>(searched);
}

}  // namespace

std::unique_ptr<World> System::make_world(const SystemOptions& options) {
    if (options.world == "host") {
        if (!options.faults.empty())
            throw UsageError("--faults: only a simulation has them (--world sim); each needs nothing");
        if (!options.servers.empty() || !options.client.empty())
            throw UsageError("--server and --client: only a simulation has them (--world sim)");
        allow_all_descriptors();
        return std::make_unique<HostWorld>();
    }
    if (scheduled_) return scheduled_->take_world();
    if (options.world != "sim") throw UsageError("--world: '" + options.world + "' is neither host nor sim");
    auto world = std::make_unique<SimulatedWorld>(options.seed);
    if (!options.faults.empty()) set_faults(*world, options.faults);
    return world;
}

void System::load(const std::string& path) {
    std::string why;
    auto image = Image::load(path, why);
    if (!image) throw UsageError("--load: " + why);
    images_.push_back(std::move(*image));
}

void System::add_plugged_families() {
    for (const auto* family : PluggedFamily::list())
        if (const auto wrong = family->add_to(table_); !wrong.empty()) throw UsageError("--load: " + wrong);
}

std::unique_ptr<Policy> System::make_policy(const std::string& text) {
    if (scheduled_) return scheduled_->take_policy();
    const auto choice = choose_policy("--policy", text);
    if (choice.image) images_.push_back(choice.image);
    return choice.make();
}

System::System(const SystemOptions& options, const Decorate& decorate)
    : quiet_(options.quiet),
      table_(syscall_table()),
      logger_(make_logger(options.log_level)),
      scheduled_(make_scheduled(options)),
      world_(make_world(options)),
      company_(options.servers, options.client) {
    for (const auto& path : options.load) load(path);
    add_plugged_families();
    if (decorate) decorated_ = decorate(*world_);
    World& seen = decorated_ ? *decorated_ : *world_;
    kernel_ = std::make_unique<Kernel>(seen, table_, make_policy(options.policy));
    log_ = std::make_unique<LogObserver>(*kernel_, std::string(seen.name()), logger_);
    kernel_->attach(*log_);
    if (scheduled_) scheduled_->begin(*kernel_);
    if (auto* simulated = dynamic_cast<SimulatedWorld*>(world_.get())) {
        console_ = std::make_unique<HostConsole>(*world_);
        simulated->connect(*console_);
    }
    mount_defaults(*kernel_, {.terminal = make_object<Console>(STDIN_FILENO), .policy = options.policy});
    for (const auto& mount : options.mounts) mount_from_host(*kernel_, mount);
    install_signal_handlers(*world_);
    contain_faults();
    if (decorate || options.world == "sim" || options.hash) forbid_calls_past_the_world();
    watch_for_hogs(options);
}

// The kernel first: it says its last words to the log. By then nobody asks any more how the program has ended.
System::~System() {
    kernel_->on_process_end = nullptr;
    if (scheduled_) scheduled_->end();
    kernel_.reset();
}

int System::run(const std::string& name, std::vector<std::string> arguments, const Files& files) {
    std::string why;
    auto found = find_program(name, why);
    if (!found) {
        complain(printable(why));
        return static_cast<int>(found.error() == Errno::noent ? ReservedCode::not_found : ReservedCode::usage);
    }
    ProgramStart start{.arguments = std::move(arguments)};
    start.code = std::move(found->code);
    for (const int file : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        start.handles.emplace_back(make_object<Console>(file));
    for (const auto& [handle, file] : files) {
        start.handles.resize(std::max(start.handles.size(), handle + 1));
        start.handles[handle] = make_object<Console>(file);
    }
    const auto pid = start_program(*kernel_, *found->program, std::move(start));
    if (!pid) {
        complain(fmt::format("'{}' cannot be started: {}", printable(name), describe(pid.error())));
        return static_cast<int>(ReservedCode::usage);
    }
    Process& started = *kernel_->find_process(*pid);
    if (on_start) on_start(started);
    company_.begin(*kernel_, started);
    kernel_->on_process_end = [this, pid = *pid](const Process& process) {
        if (process.id != pid) return;
        status_ = process.status;
        if (on_end) on_end(process);
        kernel_->shut_down(kernel_->world().interrupts() > 0 ? Verdict::Kind::interrupted : Verdict::Kind::done);
    };
    kernel_->run();
    tell_of_faults();
    return exit_code();
}

void System::tell_of_faults() {
    auto* simulated = dynamic_cast<SimulatedWorld*>(world_.get());
    const auto counts = simulated != nullptr ? faults_that_happened(*simulated) : std::string();
    if (!counts.empty()) kernel_->notice(Level::info, nullptr, "faults: " + counts);
}

int System::exit_code() const {
    const Verdict& verdict = kernel_->verdict();
    if (verdict.kind == Verdict::Kind::interrupted) return static_cast<int>(ReservedCode::interrupted);
    if (verdict.kind == Verdict::Kind::deadlock) {
        if (!quiet_) complain("deadlock: nothing can ever run again\n" + verdict.text);
        return static_cast<int>(ReservedCode::deadlock);
    }
    auto* simulated = dynamic_cast<SimulatedWorld*>(world_.get());
    const auto missing = simulated != nullptr ? fault_that_is_missing(*simulated) : std::string();
    if (missing.empty()) return status_.value_or(ExitStatus{}).shell_code();
    complain(missing);
    return static_cast<int>(ReservedCode::interrupted);
}

}  // namespace fibrix
