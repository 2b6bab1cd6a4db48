#include "kernel/fault.hpp"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <ctime>
#include <vector>

#include "kernel/fiber.hpp"
#include "kernel/kernel.hpp"

namespace fibrix {
namespace {

constexpr std::size_t alternate_stack_size = 256 * 1024;
constexpr std::int64_t tick_nanoseconds = 50'000'000;
constexpr bool sanitized = FIBRIX_ASAN || FIBRIX_TSAN;

// What the handlers need, written while none of them can run: they look at it only when a task was interrupted.
struct Watch {
    std::vector<TextRange> programs;
    std::array<struct sigaction, 32> before{};
    std::int64_t patience = 0;  // in ticks
    bool kills = false;
    std::uint64_t progress = 0;
    std::int64_t ticks = 0;
};
Watch watch;

// Formats without allocating, because a handler may have interrupted malloc.
class Line {
public:
    Line& operator<<(std::string_view text) noexcept {
        const auto count = std::min(text.size(), buffer_.size() - size_);
        std::memcpy(buffer_.data() + size_, text.data(), count);
        size_ += count;
        return *this;
    }
    Line& operator<<(std::uint64_t number) noexcept {
        std::array<char, 20> digits{};
        std::size_t at = digits.size();
        do digits[--at] = static_cast<char>('0' + number % 10);
        while ((number /= 10) != 0);
        return *this << std::string_view(digits.data() + at, digits.size() - at);
    }
    Line& operator<<(const Task& task) noexcept {
        *this << "task " << std::uint64_t{task.id.slot};
        if (task.id.generation != 0) *this << "." << std::uint64_t{task.id.generation};
        return *this << " (" << std::string_view(task.process->name) << ")";
    }
    void print() noexcept {
        *this << "\n";
        [[maybe_unused]] const auto written = ::write(STDERR_FILENO, buffer_.data(), size_);
    }

private:
    std::array<char, 512> buffer_{};
    std::size_t size_ = 0;
};

bool in_program(const void* instruction) noexcept {
    for (const auto& range : watch.programs)
        if (instruction >= range.begin && instruction < range.end) return true;
    return false;
}

const void* instruction_of(const void* context) noexcept {
    return reinterpret_cast<const void*>(static_cast<const ucontext_t*>(context)->uc_mcontext.gregs[REG_RIP]);
}

// Leaves the running task's stack in the middle. Returns only when the stack is never gone on with: not at all.
[[noreturn]] void leave_stack(ExitStatus status) noexcept {
    current.owner->set_abandoned_as(status);
    switch_to(*current.context, current.kernel, as_pointer(Message::abandoned));
    __builtin_unreachable();
}

std::string_view name_of(int signal) noexcept {
    switch (signal) {
        case SIGSEGV: return "SIGSEGV";
        case SIGBUS: return "SIGBUS";
        case SIGFPE: return "SIGFPE";
        case SIGILL: return "SIGILL";
        default: return "a signal";
    }
}

void describe_fault(Line& line, int signal, const siginfo_t& info, const Stack* overflowed) noexcept {
    if (overflowed != nullptr) line << "stack overflow (" << overflowed->usable() << " bytes) in ";
    else line << name_of(signal) << " at address " << reinterpret_cast<std::uint64_t>(info.si_addr) << " in ";
    if (current.task != nullptr) line << *current.task;
    else line << "the kernel";
}

void on_fault(int signal, siginfo_t* info, void* context) noexcept {
    const bool in_task = current.context != nullptr;
    const Stack* overflowed = in_task && signal == SIGSEGV ? current.owner->stacks().guard_hit(info->si_addr) : nullptr;
    if (overflowed != nullptr && overflowed != current.task->stack) overflowed = nullptr;  // a wild pointer
    if (in_task && !sanitized && in_program(instruction_of(context))) {
        const auto reason = overflowed != nullptr ? ExitStatus::Reason::overflowed : ExitStatus::Reason::faulted;
        leave_stack({reason, signal});
    }
    Line line;
    line << "fibrix: panic: ";
    describe_fault(line, signal, *info, overflowed);
    if (in_task && !sanitized) line << ", outside the program's own text";
    line.print();
    if (sanitized) sigaction(signal, &watch.before[static_cast<std::size_t>(signal)], nullptr);
    else ::_exit(static_cast<int>(ReservedCode::system));
}

void on_tick(int, siginfo_t*, void* context) noexcept {
    if (current.context == nullptr) {
        watch.ticks = 0;
        return;
    }
    const Task& task = *current.task;
    const std::uint64_t progress = task.id.slot + (task.requests << 20) + (task.switches << 40);
    if (progress != watch.progress) {
        watch.progress = progress;
        watch.ticks = 0;
        return;
    }
    if (++watch.ticks < watch.patience) return;
    if (watch.ticks % watch.patience == 0) {
        Line line;
        line << "fibrix: watchdog: " << task << " has held the CPU for "
             << static_cast<std::uint64_t>(watch.ticks * tick_nanoseconds / 1'000'000) << " ms without a request";
        if (watch.kills)
            line << (in_program(instruction_of(context)) ? "; it is killed" : "; it is in a library, tried again");
        line.print();
    }
    if (watch.kills && in_program(instruction_of(context))) {
        watch.ticks = 0;
        leave_stack({ExitStatus::Reason::hogged, 0});
    }
}

}  // namespace

void add_program_text(TextRange text) { watch.programs.push_back(text); }

void remove_program_text(TextRange text) noexcept { std::erase(watch.programs, text); }

void install_fault_handlers(std::span<const TextRange> programs) {
    watch.programs.insert(watch.programs.end(), programs.begin(), programs.end());
    void* memory = mmap(nullptr, alternate_stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return;
    const stack_t alternate{.ss_sp = memory, .ss_flags = 0, .ss_size = alternate_stack_size};
    if (!sanitized) sigaltstack(&alternate, nullptr);
    struct sigaction action {};
    action.sa_sigaction = &on_fault;
    // Not deferred: the handler may leave for good, and the signal must not stay blocked.
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL})
        sigaction(signal, &action, &watch.before[static_cast<std::size_t>(signal)]);
}

void start_watchdog(Duration patience, bool kills) noexcept {
    watch.patience = std::max<std::int64_t>(2, patience.count() / tick_nanoseconds);
    watch.kills = kills;
    struct sigaction action {};
    action.sa_sigaction = &on_tick;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER | SA_RESTART;
    sigaction(SIGPROF, &action, nullptr);
    // CPU time of this thread: an idle system is not woken.
    sigevent event{};
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_signo = SIGPROF;
    event._sigev_un._tid = static_cast<pid_t>(syscall(SYS_gettid));
    timer_t timer{};
    if (timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer) != 0) return;
    const itimerspec period{.it_interval = {0, tick_nanoseconds}, .it_value = {0, tick_nanoseconds}};
    timer_settime(timer, 0, &period, nullptr);
}

}  // namespace fibrix
