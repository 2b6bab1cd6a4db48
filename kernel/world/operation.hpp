// An operation: something that is asked of the World, and ends in exactly one completion.
//
// It lives in the frame of the request that wants it (or, for the kernel's own, anywhere stable) and belongs to the
// World from `submit` until it is done. What it reads and writes is named by `in` and `out`, so that a World can be
// recorded without knowing what an operation means.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "kernel/errno.hpp"
#include "kernel/list.hpp"
#include "kernel/world/address.hpp"

namespace fibrix {

struct Task;

/// A file, socket or terminal as the World numbers it; never shown to programs, which have handles.
using Outside = int;

struct Operation {
    enum class Code : std::uint8_t {
        none,
        socket,        // new socket of the family of `address`; `argument` 1: datagram. Result: an Outside
        bind,          // to `address`
        listen,        // `argument`: backlog
        accept,        // Result: an Outside; `address`: of the peer
        connect,       // to `address`
        receive,       // into `out`. Result: bytes, 0 at the end of the stream
        send,          // from `in`. Result: bytes taken, at least 1
        read,          // a console or file, into `out`
        write,         // a console or file, from `in`
        poll,          // until readable (`argument` 1), writable (2) or either (3). Result: what it is
        shutdown,      // `argument` 0: receiving, 1: sending, 2: both
        option,        // sets option `argument` to `value`
        local_name,    // `address`: what it is bound to
        peer_name,     // `address`: what it is connected to
        terminal,      // Result: 1 if it is a terminal, on which a person sits; else 0
        close,         // never fails; operations that wait on the descriptor end with ECANCELED
        resolve,       // the name in `in`: up to `capacity` addresses into `addresses`. Result: how many
        send_to,       // the datagram `in`, to `address`. Result: its bytes
        receive_from,  // a datagram into `out`, what does not fit is lost; `address`: of the sender. Result: bytes

        // Files of the host. `in` is a path that begins at `descriptor`, a directory, and cannot lead out of it; two
        // paths have a zero byte between them. Bits and layouts are in outside_file.hpp.
        directory,         // opens the host's directory `in`. Result: an Outside to begin paths at
        open,              // `argument`: access bits, `value`: mode; its OutsideStatus into `out`. Result: an Outside
        status,            // OutsideStatus into `out`; `argument` 1: follow a last link. No path: of `descriptor`
        size,              // of `descriptor`, as far as the host knows it now: never waits. Result: bytes
        list,              // the next entries into `out`; `argument` 1: from the first on. Result: bytes
        read_at,           // into `out` at `offset`. Result: bytes, less than wanted only at the end
        write_at,          // from `in` at `offset`, or at the end (no_offset); then `offset` is behind. Result: bytes
        resize,            // to `offset` bytes. No path: `descriptor`
        sync,              // returns when all is on the disk
        make_directory,    // `value`: mode
        remove_directory,  //
        remove,            // a name that is no directory
        rename,            // from, to
        link,              // from, to
        make_link,         // target, path
        read_link,         // into `out`. Result: bytes
        set_mode,          // to `value`
        set_modified,      // to `offset` nanoseconds since 1970
        usage,             // OutsideUsage into `out`
    };
    enum class State : std::uint8_t { idle, pending, done };

    static constexpr std::int64_t no_offset = -1;  ///< at the file's own place

    Code code = Code::none;
    State state = State::idle;
    bool failed = false;
    bool handed_over = false;  ///< by the World to the kernel, which has not looked at it yet
    Errno error{};             ///< if failed
    Outside descriptor = -1;
    int argument = 0;
    int value = 0;
    std::uint32_t ticket = 0;         ///< its number in a recording, while pending
    std::int64_t offset = no_offset;  ///< where in a file to read or write
    std::span<const std::byte> in{};
    std::span<std::byte> out{};
    std::span<SocketAddress> addresses{};
    SocketAddress* address = nullptr;
    std::int64_t result = 0;    ///< if not failed
    Task* task = nullptr;       ///< who waits for it
    void* world = nullptr;      ///< the World's own, while pending
    Operation* also = nullptr;  ///< the next operation of the same request; only polls are several
    Link<Operation> link{};

    void succeed(std::int64_t value_of_result) noexcept {
        result = value_of_result;
        failed = false;
        state = State::done;
    }
    void fail(Errno why) noexcept {
        error = why;
        failed = true;
        state = State::done;
    }
};

using Operations = List<Operation, &Operation::link>;

std::string_view to_string(Operation::Code code) noexcept;

/// Whether `code` is about files of the host.
constexpr bool is_about_files(Operation::Code code) noexcept { return code >= Operation::Code::directory; }

}  // namespace fibrix
