#include "kernel/fault.hpp"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstring>
#include <ctime>
#include <limits>
#include <vector>

#include "kernel/fiber.hpp"
#include "kernel/kernel.hpp"
#include "kernel/leaf_text.hpp"
#include "kernel/line.hpp"
#include "kernel/panic.hpp"

namespace fibrix {
namespace {

constexpr std::size_t alternate_stack_size = 256 * 1024;
constexpr std::int64_t tick_nanoseconds = 50'000'000;
constexpr std::int64_t never_ticks = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t last_ticks = 5;  // that a hog is left when a person wants to go on
constexpr bool sanitized = FIBRIX_ASAN || FIBRIX_TSAN;

// What the handlers need, written while none of them can run: they look at it only when a task was interrupted.
struct Watch {
    std::vector<TextRange> programs;
    std::array<struct sigaction, 32> before{};
    std::int64_t warns_after = 0;               // in ticks
    std::atomic<std::int64_t> kills_after = 0;  // an interrupt on another thread may change it
    std::atomic<bool> ends_this = false;        // whoever makes no progress now
    std::uint64_t progress = 0;
    std::int64_t ticks = 0;  // since then
};
Watch watch;

const void* instruction_of(const void* context) noexcept {
    return reinterpret_cast<const void*>(static_cast<const ucontext_t*>(context)->uc_mcontext.gregs[REG_RIP]);
}

// The program itself has gone wrong, and nothing else is half done: in its own text; by a call to where nothing is; or
// in a function of the C library that leaves its caller's address on top of the stack.
bool is_programs_own(const siginfo_t& info, const void* context) noexcept {
    const void* instruction = instruction_of(context);
    if (is_program_text(instruction)) return true;
    if (instruction != info.si_addr && !in_leaf_function(instruction)) return false;
    const auto& registers = static_cast<const ucontext_t*>(context)->uc_mcontext.gregs;
    const auto* top = reinterpret_cast<const std::byte*>(registers[REG_RSP]);
    const Stack& stack = *current.task->stack;
    if (top < stack.bottom || top + sizeof(void*) > stack.top) return false;
    const void* caller = nullptr;
    std::memcpy(&caller, top, sizeof caller);
    return is_program_text(caller);
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

// Not by a fault: somebody has sent the signal.
bool was_sent(const siginfo_t& info) noexcept { return info.si_code <= 0; }

void describe_fault(Line& line, int signal, const siginfo_t& info, const Stack* overflowed) noexcept {
    if (was_sent(info)) {
        line << name_of(signal) << " was sent by process " << static_cast<std::uint64_t>(info.si_pid);
        return;
    }
    if (overflowed != nullptr) line << "stack overflow (" << overflowed->usable() << " bytes) in ";
    else line << name_of(signal) << " at address " << reinterpret_cast<std::uint64_t>(info.si_addr) << " in ";
    if (current.task != nullptr) line << *current.task;
    else line << "the kernel";
}

void on_fault(int signal, siginfo_t* info, void* context) noexcept {
    const bool in_task = current.context != nullptr && !was_sent(*info);
    const Stack* overflowed = in_task && signal == SIGSEGV ? current.owner->stacks().guard_hit(info->si_addr) : nullptr;
    if (overflowed != nullptr && overflowed != current.task->stack) overflowed = nullptr;  // a wild pointer
    if (in_task && !sanitized && is_programs_own(*info, context)) {
        const auto reason = overflowed != nullptr ? ExitStatus::Reason::overflowed : ExitStatus::Reason::faulted;
        leave_stack({reason, signal});
    }
    Line line;
    line << "fibrix: panic: ";
    describe_fault(line, signal, *info, overflowed);
    if (in_task && !sanitized) line << ", outside the program's own text";
    line.print();
    if (sanitized) sigaction(signal, &watch.before[static_cast<std::size_t>(signal)], nullptr);
    else end_by_panic();
}

std::uint64_t milliseconds(std::int64_t ticks) noexcept {
    return static_cast<std::uint64_t>(ticks * (tick_nanoseconds / 1'000'000));
}

std::int64_t to_ticks(Duration span) noexcept {
    return span == Duration::max() ? never_ticks : std::max<std::int64_t>(2, span.count() / tick_nanoseconds);
}

// The first time, and whenever it has taken twice as long as the last time; and when it ends.
void tell_of_hog(const Task& task, bool overdue, bool can_be_left) noexcept {
    const std::int64_t first = std::min(watch.warns_after, watch.kills_after.load());
    std::int64_t due = first;
    while (due < watch.ticks) due *= 2;
    if (watch.ticks != due && !(overdue && can_be_left)) return;
    Line line;
    line.stamp(current.owner->world()) << task << ": watchdog: has held the CPU for " << milliseconds(watch.ticks)
                                       << " ms without a request; ";
    if (overdue) line << (can_be_left ? "it is killed" : "it is in a library, tried again");
    else if (watch.kills_after != never_ticks)
        line << "it is killed after " << milliseconds(watch.kills_after) << " ms";
    else line << "nothing else can run (Ctrl-C ends it; so would --watchdog kill)";
    line.print();
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
    ++watch.ticks;
    const bool overdue = watch.ticks >= watch.kills_after || (watch.ends_this && watch.ticks >= last_ticks);
    const bool can_be_left = is_program_text(instruction_of(context));
    if (overdue || watch.ticks >= watch.warns_after) tell_of_hog(task, overdue, can_be_left);
    if (!overdue || !can_be_left) return;
    watch.ticks = 0;
    watch.ends_this = false;
    leave_stack({ExitStatus::Reason::hogged, 0});
}

}  // namespace

bool is_program_text(const void* instruction) noexcept {
    for (const auto& range : watch.programs)
        if (instruction >= range.begin && instruction < range.end) return true;
    return false;
}

void add_program_text(TextRange text) { watch.programs.push_back(text); }

void remove_program_text(TextRange text) noexcept { std::erase(watch.programs, text); }

void end_hog() noexcept { watch.ends_this = true; }

void spare_hog() noexcept { watch.ends_this = false; }

void end_hogs() noexcept { watch.kills_after = std::min(watch.kills_after.load(), last_ticks); }

void install_fault_handlers(std::span<const TextRange> programs) {
    for (const auto& each : programs)
        if (std::find(watch.programs.begin(), watch.programs.end(), each) == watch.programs.end())
            add_program_text(each);
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

void start_watchdog(Duration warns_after, Duration kills_after) noexcept {
    watch.warns_after = to_ticks(warns_after);
    watch.kills_after = to_ticks(kills_after);
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
