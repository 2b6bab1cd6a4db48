#include "kernel/exit_status.hpp"

#include <csignal>

#include "kernel/signal.hpp"

namespace fibrix {
namespace {

std::string signal_name(int number) { return std::string(to_string(static_cast<Signal>(number))); }

const char* to_string_of_fault(int signal) noexcept {
    switch (signal) {
        case SIGFPE: return "arithmetic fault";
        case SIGILL: return "illegal instruction";
        case SIGBUS: return "bus error";
        default: return "memory fault";
    }
}

}  // namespace

int ExitStatus::shell_code() const noexcept {
    constexpr int last_own = 119;
    switch (reason) {
        case Reason::exited: return code >= 0 && code <= last_own ? code : last_own;
        case Reason::passed_on: return code & 255;
        case Reason::threw: return static_cast<int>(ReservedCode::threw);
        case Reason::killed: return static_cast<int>(ReservedCode::killed);
        case Reason::overflowed:
        case Reason::faulted:
        case Reason::hogged: return static_cast<int>(ReservedCode::abandoned);
        case Reason::signaled:
        case Reason::stopped: return 128 + code;
        case Reason::continued: return 0;
    }
    return last_own;
}

std::string to_string(const ExitStatus& status) {
    switch (status.reason) {
        case ExitStatus::Reason::exited:
        case ExitStatus::Reason::passed_on: return "exited " + std::to_string(status.code);
        case ExitStatus::Reason::threw: return "ended by an exception";
        case ExitStatus::Reason::killed: return "killed";
        case ExitStatus::Reason::overflowed: return "stack overflow";
        case ExitStatus::Reason::faulted: return to_string_of_fault(status.code);
        case ExitStatus::Reason::hogged: return "killed by the watchdog";
        case ExitStatus::Reason::signaled: return "ended by " + signal_name(status.code);
        case ExitStatus::Reason::stopped: return "stopped by " + signal_name(status.code);
        case ExitStatus::Reason::continued: return "continued";
    }
    return "?";
}

}  // namespace fibrix
