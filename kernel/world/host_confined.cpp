#include "kernel/world/host_confined.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace fibrix::host {

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

// EAGAIN: a rename elsewhere has made the host unsure about a "..". After so many times somebody does it on purpose.
Result<Descriptor> open_beneath(int directory, const std::string& path, int flags, unsigned mode) {
    constexpr int most_attempts = 1000;
    open_how how{};
    how.flags = static_cast<unsigned>(flags) | O_CLOEXEC;
    how.mode = (flags & O_CREAT) != 0 ? mode : 0;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    for (int i = 0; i < most_attempts; ++i) {
        const auto opened = ::syscall(SYS_openat2, directory, path.c_str(), &how, sizeof how);
        if (opened >= 0) return Descriptor(static_cast<int>(opened));
        if (errno == EXDEV) return Errno::acces;
        if (errno == ENOSYS) return Errno::opnotsupp;  // Linux before 5.6 cannot confine
        if (errno != EAGAIN && errno != EINTR) return errno_from_host(errno);
    }
    return Errno::acces;
}

Result<Name> find_name(int directory, std::string_view path) {
    const auto end = path.find_last_not_of('/');
    const auto slash = end == path.npos ? path.npos : path.find_last_of('/', end);
    const std::string above(slash == path.npos ? "." : path.substr(0, slash));
    auto opened = open_beneath(directory, above, O_PATH | O_DIRECTORY);
    if (!opened) return opened.error();
    return Name{std::move(*opened), std::string(slash == path.npos ? path : path.substr(slash + 1))};
}

}  // namespace fibrix::host
