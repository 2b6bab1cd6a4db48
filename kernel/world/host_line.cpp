#include "kernel/world/host_line.hpp"

#include <array>
#include <cstdio>

namespace fibrix::host {

// A terminal that is writable may have room for one byte only, and a write of more would block. Opened once more it can
// be made non-blocking without those noticing who share it. -1 if it is none, or cannot be opened.
int open_terminal(int descriptor) noexcept {
    if (::isatty(descriptor) == 0) return -1;
    std::array<char, 32> path{};
    std::snprintf(path.data(), path.size(), "/proc/self/fd/%d", descriptor);
    return ::open(path.data(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

}  // namespace fibrix::host
