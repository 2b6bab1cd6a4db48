#include "kernel/panic.hpp"

#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <exception>
#include <string>

#include "kernel/exit_status.hpp"
#include "kernel/fiber.hpp"
#include "kernel/kernel.hpp"

namespace fibrix {
namespace {

std::string where() {
    const Task* task = current.task;
    if (task == nullptr || current.owner == nullptr || task->process == nullptr) return {};
    return " (task " + to_string(task->id) + ", " + task->process->name + ")";
}

// A kill that runs into a `noexcept` frame (a destructor that waits) is no reason to end the system: nothing is
// locked, so the process can be abandoned. Any other way here is.
[[noreturn]] void on_terminate() noexcept {
    if (current.context != nullptr && current.task->needs(Attention::dying)) {
        current.owner->set_abandoned_as(current.task->status);
        switch_to(*current.context, current.kernel, as_pointer(Message::abandoned));
    }
    panic("std::terminate was called, perhaps by an exception that ran into noexcept");
}

}  // namespace

void panic(std::string_view what) noexcept {
    const auto place = where();
    const std::string line = "fibrix: panic: " + std::string(what) + place + "\n";
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
    ::_exit(static_cast<int>(ReservedCode::system));
}

void install_terminate_handler() noexcept { std::set_terminate(&on_terminate); }

}  // namespace fibrix
