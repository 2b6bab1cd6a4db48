#include "tools/faulted_run.hpp"

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>

#include "kernel/filter.hpp"
#include "syscalls/table.hpp"
#include "tools/captured_input.hpp"
#include "tools/counted_memory.hpp"

namespace fibrix {
namespace {

constexpr std::size_t most_noted = 100'000;
constexpr std::uint64_t first_bound = 100'000;                    // requests
constexpr std::int64_t first_time_bound = 1'000'000'000'000'000;  // a dozen days
constexpr rlim_t most_cpu_seconds = 20;
constexpr rlim_t most_output = 64 << 20;  // bytes
constexpr int signal_base = 128;

}  // namespace

// Lies in memory that both processes see.
struct FaultedRuns::Shared {
    bool ended = false, unending = false;
    std::uint64_t requests = 0;
    Left when_client_ended, when_ended;
    int client_code = -1;
    std::int64_t time = 0, blocks_before = 0, blocks_after = 0;
    std::array<SyscallNumber, most_noted> made;
};

namespace {

// Counts the requests of the process, notes them, and refuses one.
template <class Shared>
class Failing final : public Filter {
public:
    Failing(Shared& shared, Kernel& kernel, Fault fault, std::uint64_t requests, std::int64_t time)
        : shared_(shared), kernel_(kernel), fault_(fault), most_requests_(requests), most_time_(time) {}

    FilterDecision taken(Task&, const Syscall& syscall, Trap&) override {
        const auto number = ++shared_.requests;
        if (number <= most_noted) shared_.made[number - 1] = syscall.number;
        shared_.time = kernel_.world().glance().time_since_epoch().count();
        if (number > most_requests_ || shared_.time > most_time_) {
            shared_.unending = true;
            ::_exit(0);
        }
        return number == fault_.request ? FilterDecision::refuse(fault_.error) : FilterDecision::pass();
    }
    [[nodiscard]] std::string describe() const override { return "fails a request"; }

private:
    Shared& shared_;
    Kernel& kernel_;
    Fault fault_;
    std::uint64_t most_requests_;
    std::int64_t most_time_;
};

std::uint64_t tasks_of(System& system) {
    std::uint64_t count = 0;
    system.kernel().tasks().for_each([&](const Task& task) {
        const Process& process = *task.process;
        if (!process.service && task.state != State::zombie && !system.company().includes(process)) ++count;
    });
    return count;
}

// Sees how many handles the program has when its last task has ended: after that the kernel closes them.
class HandleWatch final : public Observer {
public:
    explicit HandleWatch(std::uint64_t& handles) noexcept : handles_(handles) {}
    void watch(const Process& process) noexcept { process_ = &process; }
    void transition(const Task& task, State, State to) override {
        if (to == State::zombie && task.process == process_) handles_ = process_->handles.open();
    }

private:
    std::uint64_t& handles_;
    const Process* process_ = nullptr;
};

}  // namespace

FaultedRuns::FaultedRuns(Launch launch)
    : launch_(std::move(launch)),
      input_text_(read_input()),
      input_(input_with(input_text_)),
      output_(::memfd_create("fibrix-output", MFD_CLOEXEC)),
      errors_(::memfd_create("fibrix-errors", MFD_CLOEXEC)),
      most_requests_(first_bound),
      most_time_(first_time_bound) {
    launch_.options.world = "sim";
    void* memory = ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || input_ < 0 || output_ < 0 || errors_ < 0)
        throw UsageError("--faults each: the host has no memory or descriptors left");
    shared_ = new (memory) Shared;
}

FaultedRuns::~FaultedRuns() {
    ::munmap(shared_, sizeof(Shared));
    for (const int each : {input_, output_, errors_}) ::close(each);
}

void FaultedRuns::run_once(Fault fault) {
    ::lseek(STDIN_FILENO, 0, SEEK_SET);
    for (const int each : {output_, errors_}) {
        ::lseek(each, 0, SEEK_SET);
        [[maybe_unused]] const int cut = ::ftruncate(each, 0);
    }
    shared_->requests = 0;
    shared_->when_client_ended = shared_->when_ended = {};
    shared_->client_code = -1;
    System system(launch_.options);
    HandleWatch handles(shared_->when_ended.handles);
    system.kernel().attach(handles);
    system.on_start = [&](Process& process) {
        handles.watch(process);
        process.filters.emplace_back(
            make_object<Failing<Shared>>(*shared_, system.kernel(), fault, most_requests_, most_time_));
        process.first->need(Attention::filtered);
    };
    system.company().on_client_end = [&](const Process& process, const ExitStatus& status) {
        shared_->client_code = status.shell_code();
        shared_->when_client_ended = {tasks_of(system), process.handles.open()};
    };
    system.on_end = [&](const Process&) { shared_->when_ended.tasks = tasks_of(system); };
    exit_code_ = run_launch(system, launch_);
    system.kernel().detach(handles);
}

// Twice: what a library keeps from its first use on is no leak.
void FaultedRuns::be_the_run(Fault fault) {
    const rlimit limit{most_cpu_seconds, most_cpu_seconds};
    ::setrlimit(RLIMIT_CPU, &limit);
    const rlimit room{most_output, most_output};
    ::setrlimit(RLIMIT_FSIZE, &room);
    ::dup2(input_, STDIN_FILENO);
    ::dup2(output_, STDOUT_FILENO);
    ::dup2(errors_, STDERR_FILENO);
    run_once(fault);
    shared_->blocks_before = blocks_alive();
    run_once(fault);
    shared_->blocks_after = blocks_alive();
    shared_->ended = true;
    std::fflush(nullptr);
    ::_exit(exit_code_);
}

int FaultedRuns::run_visibly(Fault fault) {
    set_bounds(~std::uint64_t{0}, never.time_since_epoch().count());
    run_once(fault);
    return exit_code_;
}

RunReport FaultedRuns::run(Fault fault) {
    shared_->ended = shared_->unending = false;
    std::fflush(nullptr);  // or the child says it again
    const pid_t pid = ::fork();
    if (pid < 0) throw UsageError("--faults each: the host has no process left");
    if (pid == 0) be_the_run(fault);
    int status = 0;
    ::waitpid(pid, &status, 0);
    RunReport report;
    report.code = WIFEXITED(status) ? WEXITSTATUS(status) : signal_base + WTERMSIG(status);
    const int signal = report.code - signal_base;
    report.unending = shared_->unending || signal == SIGXCPU || signal == SIGXFSZ || signal == SIGKILL;
    report.requests = shared_->requests;
    report.time = shared_->time;
    report.when_client_ended = shared_->when_client_ended;
    report.when_ended = shared_->when_ended;
    report.client_code = shared_->client_code;
    if (shared_->ended) report.lost_blocks = shared_->blocks_after - shared_->blocks_before;
    report.output = contents(output_);
    report.errors = contents(errors_);
    return report;
}

std::string FaultedRuns::contents(int file) {
    std::string text(static_cast<std::size_t>(std::max<off_t>(0, ::lseek(file, 0, SEEK_END))), '\0');
    const auto got = ::pread(file, text.data(), text.size(), 0);
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(0, got)));
    return text;
}

std::vector<MadeRequest> FaultedRuns::made() const {
    std::vector<MadeRequest> requests;
    const auto count = std::min<std::uint64_t>(shared_->requests, most_noted);
    for (std::uint64_t i = 0; i < count; ++i) {
        const Syscall& syscall = syscall_table()[shared_->made[i]];
        if (!syscall.errors.empty() && !syscall.release) requests.push_back({i + 1, &syscall});
    }
    return requests;
}

}  // namespace fibrix
