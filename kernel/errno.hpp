// The reasons for which a request may fail, under their POSIX names.
//
// An Errno is a value of its own type, never the thread's `errno`: programs, handlers and Worlds all speak it, and
// only the host World translates from the host's numbers.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace fibrix {

enum class Errno : std::uint8_t {
    perm,          // not permitted
    noent,         // no such file, program or name
    srch,          // no such task or process
    intr,          // interrupted before anything happened
    io,            // input/output error
    badf,          // not an open handle
    child,         // no child to wait for
    again,         // would have to wait, or a resource is exhausted for now
    nomem,         // no memory, or no stack
    acces,         // permission denied
    fault,         // bad address
    exist,         // exists already
    notdir,        // not a directory
    isdir,         // is a directory
    inval,         // invalid argument
    nfile,         // too many open descriptors in the system
    mfile,         // too many handles in the process
    nospc,         // no space left
    pipe,          // nobody reads any more
    range,         // out of range
    deadlk,        // would wait for oneself
    nametoolong,   // name too long
    nosys,         // the request is not in the table
    proto,         // protocol error
    notsock,       // the handle is not a socket
    msgsize,       // message too long
    opnotsupp,     // operation not supported
    afnosupport,   // address family not supported
    addrinuse,     // address in use
    addrnotavail,  // address not available
    netunreach,    // network unreachable
    connaborted,   // connection aborted
    connreset,     // connection reset by the other side
    isconn,        // connected already
    notconn,       // not connected
    timedout,      // the deadline passed first
    connrefused,   // connection refused
    hostunreach,   // no route to host, or name not known
    inprogress,    // in progress already
    spipe,         // has no place to seek to
    rofs,          // read-only filesystem
    xdev,          // on different filesystems
    loop,          // too many symbolic links
    notempty,      // directory not empty
    fbig,          // file too big
    busy,          // in use
    mlink,         // too many links
    notty,         // not a terminal
    noexec,        // not a program
    toobig,        // argument list too long
    nodev,         // no such device
    dquot,         // quota used up
    libbad,        // the shared object cannot be loaded
    canceled,      // undone, because the object went away or the task is dying
};

inline constexpr std::size_t errno_count = static_cast<std::size_t>(Errno::canceled) + 1;

/// The POSIX name, such as "EADDRINUSE".
std::string_view to_string(Errno error) noexcept;
/// What it means in a few words, such as "address in use".
std::string_view describe(Errno error) noexcept;
/// From the host's number; an unlisted one becomes Errno::io.
Errno errno_from_host(int number) noexcept;

}  // namespace fibrix
