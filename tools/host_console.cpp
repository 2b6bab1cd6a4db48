#include "tools/host_console.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace fibrix {
namespace {

constexpr int look_milliseconds = 100;  // a signal just before poll(2) would not end it

void wait_for(int descriptor, short events) noexcept {
    pollfd look{descriptor, events, 0};
    ::poll(&look, 1, look_milliseconds);
}

}  // namespace

Result<std::size_t> HostConsole::read(Outside descriptor, std::span<std::byte> room) {
    for (pollfd look{descriptor, POLLIN, 0}; ::poll(&look, 1, look_milliseconds) <= 0;)
        if (world_.interrupts() > 0) return Errno::intr;
    const auto got = ::read(descriptor, room.data(), room.size());
    if (got < 0) return errno_from_host(errno);
    return static_cast<std::size_t>(got);
}

Result<std::size_t> HostConsole::write(Outside descriptor, std::span<const std::byte> bytes) {
    for (;;) {
        const auto put = ::write(descriptor, bytes.data(), bytes.size());
        if (put >= 0) return static_cast<std::size_t>(put);
        if (errno != EAGAIN && errno != EINTR) return errno_from_host(errno);
        wait_for(descriptor, POLLOUT);
    }
}

bool HostConsole::is_terminal(Outside descriptor) { return ::isatty(descriptor) == 1; }

}  // namespace fibrix
