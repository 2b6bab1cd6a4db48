// How a task or a process ended.
#pragma once

#include <cstdint>
#include <string>

namespace fibrix {

struct ExitStatus {
    enum class Reason : std::uint8_t {
        exited,      // returned or called exit; `code` is the program's own
        passed_on,   // the same, but `code` is the `shell_code` of another, as of the last command of a shell
        threw,       // an exception left the program
        killed,      // somebody killed it
        overflowed,  // ran off its stack; abandoned
        faulted,     // touched what is not its own (`code`: the host's signal); abandoned
        hogged,      // held the CPU until the watchdog's limit; abandoned
        signaled,    // ended by a signal that it did not handle (`code`)
        stopped,     // not ended: stopped by a signal (`code`)
        continued,   // not ended: goes on after a stop
    };
    Reason reason = Reason::exited;
    int code = 0;

    [[nodiscard]] bool ok() const noexcept { return has_exited() && code == 0; }
    [[nodiscard]] bool has_exited() const noexcept { return reason == Reason::exited || reason == Reason::passed_on; }
    /// As a shell shows it: the program's own code (0–119 kept, others folded to 119), the reserved one, or 128 and the
    /// number of the signal.
    [[nodiscard]] int shell_code() const noexcept;
    friend bool operator==(const ExitStatus&, const ExitStatus&) = default;
};

/// Exit codes that the system keeps for itself; a program's own codes end at 119.
enum class ReservedCode : std::uint8_t {
    deadlock = 120,     // nothing could ever run again
    threw = 121,        // an exception left the program
    killed = 122,       // the program was killed
    abandoned = 123,    // stack overflow, fault, or hog
    interrupted = 124,  // shut down by SIGINT or SIGTERM
    usage = 125,        // bad option or argument of fibrix itself, or something could not be started
    system = 126,       // the system itself failed
    not_found = 127,    // no such program
};

/// "exited 0", "killed", "threw" …
std::string to_string(const ExitStatus& status);

}  // namespace fibrix
