#include "kernel/panic.hpp"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>

#include "kernel/exit_status.hpp"
#include "kernel/fiber.hpp"
#include "kernel/kernel.hpp"
#include "kernel/line.hpp"

namespace fibrix {
namespace {

void (*last_act)() noexcept = nullptr;

// A kill that runs into a `noexcept` frame (a destructor that waits) is no reason to end the system: nothing is
// locked, so the process can be abandoned. Any other way here is.
[[noreturn]] void on_terminate() noexcept {
    if (current.context != nullptr && current.task->needs(Attention::dying)) {
        current.owner->set_abandoned_as(current.task->status);
        switch_to(*current.context, current.kernel, as_pointer(Message::abandoned));
    }
    panic("std::terminate was called, perhaps by an exception that ran into noexcept,");
}

void on_abort(int) noexcept { panic("abort was called"); }

// The host process ends, and not because the mainloop has.
void on_exit() noexcept {
    if (current.context != nullptr) panic("exit was called, which is not sys::exit,");
}

}  // namespace

void panic(std::string_view what) noexcept {
    const Task* task = current.task;
    Line line;
    line << "fibrix: panic: " << what;
    if (task != nullptr && current.owner != nullptr && task->process != nullptr) line << " in " << *task;
    line.print();
    end_by_panic();
}

void end_by_panic() noexcept {
    if (last_act != nullptr) last_act();
    ::_exit(static_cast<int>(ReservedCode::system));
}

void set_last_act(void (*act)() noexcept) noexcept { last_act = act; }

void install_terminate_handler() noexcept { std::set_terminate(&on_terminate); }

void install_exit_handlers() noexcept {
    static_cast<void>(std::atexit(&on_exit));
    static_cast<void>(std::at_quick_exit(&on_exit));
    if (FIBRIX_ASAN || FIBRIX_TSAN) return;  // they end by it when they have something to report
    ::signal(SIGABRT, &on_abort);
}

}  // namespace fibrix
