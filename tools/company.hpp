// Who is beside the program of a simulated system: servers that it may call, and a client that calls it.
//
// Both are command lines of the shell. Servers are started first, and the program is held back for a second, until they
// are there. The client is started when the program has had a second to begin. When the client has ended, the program
// is left alone for a while, and then asked to end by SIGTERM; one that does not is killed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kernel/kernel.hpp"

namespace fibrix {

class Company {
public:
    /// An empty client: there is none.
    Company(std::vector<std::string> servers, std::string client)
        : servers_(std::move(servers)), client_(std::move(client)) {}

    /// Called when the client has ended with `status`, and the program was left alone for a while.
    std::function<void(const Process& program, const ExitStatus& status)> on_client_end;

    /// Has them start beside `program`, which has not run yet. This outlives the kernel's last run.
    void begin(Kernel& kernel, Process& program);
    /// True of those that this has started, and theirs.
    [[nodiscard]] bool includes(const Process& process) const noexcept {
        return session_.valid() && process.session == session_;
    }

private:
    int direct(Kernel& kernel, ProcessId program) const;

    std::vector<std::string> servers_;
    std::string client_;
    ProcessId session_;
};

}  // namespace fibrix
