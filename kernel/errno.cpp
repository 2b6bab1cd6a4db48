#include "kernel/errno.hpp"

#include <array>
#include <cerrno>

namespace fibrix {
namespace {

struct Row {
    std::string_view name;
    std::string_view meaning;
    int host;
};

// In the order of the enumeration.
constexpr std::array<Row, errno_count> rows{{
    {"EPERM", "not permitted", EPERM},
    {"ENOENT", "no such file, program or name", ENOENT},
    {"ESRCH", "no such task or process", ESRCH},
    {"EINTR", "interrupted", EINTR},
    {"EIO", "input/output error", EIO},
    {"EBADF", "not an open handle", EBADF},
    {"ECHILD", "no child to wait for", ECHILD},
    {"EAGAIN", "resource temporarily exhausted", EAGAIN},
    {"ENOMEM", "out of memory", ENOMEM},
    {"EACCES", "permission denied", EACCES},
    {"EFAULT", "bad address", EFAULT},
    {"EEXIST", "exists already", EEXIST},
    {"ENOTDIR", "not a directory", ENOTDIR},
    {"EISDIR", "is a directory", EISDIR},
    {"EINVAL", "invalid argument", EINVAL},
    {"ENFILE", "too many open descriptors in the system", ENFILE},
    {"EMFILE", "too many open handles", EMFILE},
    {"ENOSPC", "no space left", ENOSPC},
    {"EPIPE", "nobody reads any more", EPIPE},
    {"ERANGE", "out of range", ERANGE},
    {"EDEADLK", "would wait for itself", EDEADLK},
    {"ENAMETOOLONG", "name too long", ENAMETOOLONG},
    {"ENOSYS", "no such request", ENOSYS},
    {"EPROTO", "protocol error", EPROTO},
    {"ENOTSOCK", "not a socket", ENOTSOCK},
    {"EMSGSIZE", "message too long", EMSGSIZE},
    {"EOPNOTSUPP", "operation not supported", EOPNOTSUPP},
    {"EAFNOSUPPORT", "address family not supported", EAFNOSUPPORT},
    {"EADDRINUSE", "address in use", EADDRINUSE},
    {"EADDRNOTAVAIL", "address not available", EADDRNOTAVAIL},
    {"ENETUNREACH", "network unreachable", ENETUNREACH},
    {"ECONNABORTED", "connection aborted", ECONNABORTED},
    {"ECONNRESET", "connection reset", ECONNRESET},
    {"EISCONN", "connected already", EISCONN},
    {"ENOTCONN", "not connected", ENOTCONN},
    {"ETIMEDOUT", "timed out", ETIMEDOUT},
    {"ECONNREFUSED", "connection refused", ECONNREFUSED},
    {"EHOSTUNREACH", "host not known or not reachable", EHOSTUNREACH},
    {"EINPROGRESS", "in progress already", EINPROGRESS},
    {"ESPIPE", "cannot seek in it", ESPIPE},
    {"EROFS", "read-only filesystem", EROFS},
    {"EXDEV", "on different filesystems", EXDEV},
    {"ELOOP", "too many symbolic links", ELOOP},
    {"ENOTEMPTY", "directory not empty", ENOTEMPTY},
    {"EFBIG", "file too big", EFBIG},
    {"EBUSY", "in use", EBUSY},
    {"EMLINK", "too many links", EMLINK},
    {"ENOTTY", "not a terminal", ENOTTY},
    {"ENOEXEC", "not a program", ENOEXEC},
    {"E2BIG", "argument list too long", E2BIG},
    {"ENODEV", "no such device", ENODEV},
    {"EDQUOT", "quota used up", EDQUOT},
    {"ELIBBAD", "a shared object that cannot be loaded here", ELIBBAD},
    {"ECANCELED", "canceled", ECANCELED},
}};

const Row& row(Errno error) noexcept { return rows[static_cast<std::size_t>(error)]; }

}  // namespace

std::string_view to_string(Errno error) noexcept { return row(error).name; }

std::string_view describe(Errno error) noexcept { return row(error).meaning; }

Errno errno_from_host(int number) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].host == number) return static_cast<Errno>(i);
    return Errno::io;
}

}  // namespace fibrix
