// Children: what must not share its memory, its CPU time or its core with anything else is measured in one.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

#include "tools/benchmark.hpp"

namespace fibrix::bench {

/// What `measurement` finds in a forked child on host CPU `cpu` (-1: any). Throws if it does not end well within
/// `seconds`.
Sample in_child(const std::function<Sample()>& measurement, unsigned seconds, int cpu = -1);

/// A server in a child of its own. The first line it prints ends in ":PORT". It is killed when this goes.
class ServerProcess {
public:
    /// This binary, with `arguments`.
    ServerProcess(std::vector<std::string> arguments, int cpu);
    /// A function that prints its line on the descriptor it is given, and then serves without end.
    ServerProcess(const std::function<void(int)>& serve, int cpu);
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;
    ~ServerProcess();

    [[nodiscard]] pid_t pid() const noexcept { return pid_; }
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
    void launch(const std::function<void(int)>& serve, int cpu);
    void read_port(int descriptor);

    pid_t pid_ = -1;
    std::uint16_t port_ = 0;
};

/// A line of /proc/self/status such as "VmHWM", in bytes.
double memory_of_self(std::string_view key);

}  // namespace fibrix::bench
