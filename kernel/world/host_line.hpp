// A line: what the host World knows of one host descriptor, and the operations that wait on it, each way.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include "kernel/world/host_world.hpp"

namespace fibrix {
namespace host {

/// The terminal that `descriptor` is, opened once more so that it can be written without blocking; -1 if it is none.
int open_terminal(int descriptor) noexcept;

/// What poll(2) says of `descriptor` now.
bool looks_ready(int descriptor, short events) noexcept;

}  // namespace host

struct HostWorld::Line {
    explicit Line(int host_descriptor)
        : descriptor(host_descriptor),
          shared((fcntl(host_descriptor, F_GETFL) & O_NONBLOCK) == 0),
          terminal(shared ? host::open_terminal(host_descriptor) : -1) {}
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    ~Line() {
        if (terminal >= 0) ::close(terminal);
    }

    /// Reading and writing what came from outside, without ever blocking. False if it would have to wait.
    bool read(Operation& operation) const;
    bool write(Operation& operation) const;

    int descriptor;
    bool shared;            // came from outside: blocking, to be looked at first
    int terminal;           // to write to it without blocking, if it is one; else -1
    bool watched = false;   // registered with epoll
    bool watchable = true;  // false: a file; always ready
    bool readable = true;   // may be: sticky until a short read
    bool writable = true;
    bool hung_up = false;  // the end of the stream is in sight: short reads prove nothing
    Operations readers{};
    Operations writers{};
    [[nodiscard]] bool& ready(const Operations& queue) noexcept { return &queue == &readers ? readable : writable; }
};

}  // namespace fibrix
