#include "kernel/world/host_line.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>

namespace fibrix {
namespace host {

// A terminal that is writable may have room for one byte only, and a write of more would block. Opened once more it can
// be made non-blocking without those noticing who share it. -1 if it is none, or cannot be opened.
int open_terminal(int descriptor) noexcept {
    if (::isatty(descriptor) == 0) return -1;
    std::array<char, 32> path{};
    std::snprintf(path.data(), path.size(), "/proc/self/fd/%d", descriptor);
    return ::open(path.data(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

bool looks_ready(int descriptor, short events) noexcept {
    pollfd look{descriptor, events, 0};
    return ::poll(&look, 1, 0) != 0;
}

}  // namespace host

bool HostWorld::Line::read(Operation& operation) const {
    if (shared && watchable && !host::looks_ready(descriptor, POLLIN)) return false;
    const auto got = ::read(descriptor, operation.out.data(), operation.out.size());
    if (got < 0) operation.fail(errno_from_host(errno));
    else operation.succeed(got);
    return true;
}

bool HostWorld::Line::write(Operation& operation) const {
    constexpr std::size_t piece = 4096;  // PIPE_BUF: what a writable pipe takes without blocking
    if (shared && watchable && !host::looks_ready(descriptor, POLLOUT)) return false;
    const bool may_block = shared && terminal < 0;
    const auto size = may_block ? std::min(operation.in.size(), piece) : operation.in.size();
    const auto put = ::write(terminal < 0 ? descriptor : terminal, operation.in.data(), size);
    if (put < 0 && (errno == EAGAIN || errno == EINTR)) return false;
    if (put < 0) operation.fail(errno_from_host(errno));
    else operation.succeed(put);
    return true;
}

}  // namespace fibrix
