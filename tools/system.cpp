#include "tools/system.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "kernel/fault.hpp"
#include "kernel/panic.hpp"
#include "kernel/world/host_world.hpp"
#include "kernel/world/simulated_world.hpp"
#include "syscalls/console/console_object.hpp"
#include "syscalls/kit/plugged_family.hpp"
#include "syscalls/program/start.hpp"
#include "syscalls/table.hpp"
#include "tools/stderr_sink.hpp"

extern "C" {
extern const char fibrix_programs_begin[], fibrix_programs_end[];  // tools/program_text.ld
}

namespace fibrix {
namespace {

// For the handler of SIGINT and SIGTERM.
HostWorld* interrupted_world = nullptr;
termios terminal_before{};
bool has_terminal = false;

// The first shuts down in order. The second does so at once, but leaves the terminal as it was found.
void on_interrupt(int) noexcept {
    if (interrupted_world->interrupts() == 0) return interrupted_world->interrupt();
    if (has_terminal) tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
    ::_exit(static_cast<int>(ReservedCode::interrupted));
}

void install_signal_handlers(HostWorld& world) {
    interrupted_world = &world;
    has_terminal = tcgetattr(STDIN_FILENO, &terminal_before) == 0;
    struct sigaction action {};
    action.sa_handler = &on_interrupt;
    action.sa_flags = SA_ONSTACK | SA_RESTART;
    for (const int signal : {SIGINT, SIGTERM}) sigaction(signal, &action, nullptr);
    ::signal(SIGPIPE, SIG_IGN);  // a closed pipe is EPIPE
    const std::array ranges{TextRange{fibrix_programs_begin, fibrix_programs_end}};
    install_fault_handlers(ranges);
    install_terminate_handler();
}

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

std::unique_ptr<World> make_world(const SystemOptions& options) {
    if (options.world == "host") {
        allow_all_descriptors();
        auto world = std::make_unique<HostWorld>();
        install_signal_handlers(*world);
        return world;
    }
    if (options.world != "sim") throw UsageError("--world: '" + options.world + "' is neither host nor sim");
    auto world = std::make_unique<SimulatedWorld>(options.seed);
    world->on_output([](Outside descriptor, std::string_view text) {
        while (!text.empty()) {
            const auto written = ::write(descriptor, text.data(), text.size());
            if (written <= 0) return;
            text.remove_prefix(static_cast<std::size_t>(written));
        }
    });
    return world;
}

void watch_for_hogs(const SystemOptions& options) {
    if (options.watchdog == "off") return;
    if (options.watchdog != "warn" && options.watchdog != "kill")
        throw UsageError("--watchdog: '" + options.watchdog + "' is none of warn, kill, off");
    const bool sensible = options.watchdog_patience > 0 && options.watchdog_patience < 1e6;
    if (!sensible) throw UsageError("--watchdog-patience: a number of seconds above 0 is needed");
    start_watchdog(Duration(static_cast<std::int64_t>(options.watchdog_patience * 1e9)), options.watchdog == "kill");
}

}  // namespace

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

// By name, or the one in the shared object at a path.
std::unique_ptr<Policy> System::make_policy(const std::string& name) {
    if (name.find('/') == std::string::npos) {
        if (const auto* entry = PolicyEntry::find(name)) return entry->make();
        throw UsageError("--policy: there is no policy '" + name + "' (see: fibrix policies)");
    }
    std::string why;
    const auto image = Image::load(name, why);
    if (!image) throw UsageError("--policy: " + why);
    const auto policies = (*image)->entries<PolicyEntry>();
    if (policies.size() != 1)
        throw UsageError(fmt::format("--policy: there {} in '{}'",
                                     policies.empty() ? "is no policy" : "are several policies", name));
    images_.push_back(*image);
    return policies.front()->make();
}

System::System(const SystemOptions& options)
    : table_(syscall_table()), logger_(make_logger(options.log_level)), world_(make_world(options)) {
    for (const auto& path : options.load) load(path);
    add_plugged_families();
    kernel_ = std::make_unique<Kernel>(*world_, table_, make_policy(options.policy));
    log_ = std::make_unique<LogObserver>(*kernel_, std::string(world_->name()), logger_);
    kernel_->attach(*log_);
    watch_for_hogs(options);
}

// The kernel first: it says its last words to the log.
System::~System() { kernel_.reset(); }

int System::run(const std::string& name, std::vector<std::string> arguments, const std::vector<int>& files,
                std::optional<int> standard_input) {
    std::string why;
    auto found = find_program(name, why);
    if (!found) {
        fmt::print(stderr, "fibrix: {}\n", why);
        return static_cast<int>(found.error() == Errno::noent ? ReservedCode::not_found : ReservedCode::usage);
    }
    ProgramStart start{std::move(arguments), nullptr, false, {}, {}, {}, std::move(found->code)};
    start.handles.emplace_back(make_object<Console>(standard_input.value_or(STDIN_FILENO)));
    for (const int file : {STDOUT_FILENO, STDERR_FILENO}) start.handles.emplace_back(make_object<Console>(file));
    for (const int file : files) start.handles.emplace_back(make_object<Console>(file));
    const auto pid = start_program(*kernel_, *found->program, std::move(start));
    if (!pid) {
        fmt::print(stderr, "fibrix: '{}' cannot be started: {}\n", name, describe(pid.error()));
        return static_cast<int>(ReservedCode::usage);
    }
    kernel_->on_process_end = [this, pid = *pid](const Process& process) {
        if (process.id != pid) return;
        status_ = process.status;
        kernel_->shut_down(Verdict::Kind::done);
    };
    kernel_->run();
    return exit_code();
}

int System::exit_code() const {
    const Verdict& verdict = kernel_->verdict();
    if (verdict.kind == Verdict::Kind::interrupted) return static_cast<int>(ReservedCode::interrupted);
    if (verdict.kind == Verdict::Kind::deadlock) {
        fmt::print(stderr, "fibrix: deadlock: nothing can ever run again\n{}\n", verdict.text);
        return static_cast<int>(ReservedCode::deadlock);
    }
    return status_.value_or(ExitStatus{}).shell_code();
}

}  // namespace fibrix
