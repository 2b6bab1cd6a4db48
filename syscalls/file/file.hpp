// The file family: what can be done with an open file, whatever it is: console, pipe, socket or file of a filesystem.
#pragma once

#include <vector>

#include "syscalls/file/carry_out.hpp"

namespace fibrix::sys {

struct Read {
    using Result = std::size_t;
    using Scratch = detail::FileState;
    Handle handle;
    Out<std::byte> buffer;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_console + 0;
    static constexpr std::string_view help = "Reads what is there, at least one byte; 0 at the end.";
    static constexpr std::array errors{Errno::badf,      Errno::io,   Errno::inval,    Errno::isdir,   Errno::notconn,
                                       Errno::connreset, Errno::intr, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::observing;
    static void footprint(auto& call, Footprint& footprint) {
        detail::transfer_footprint(call, footprint, Readiness::reading);
    }
    static Outcome carry_out(auto& call) { return detail::read(call); }
};
BOOST_DESCRIBE_STRUCT(Read, (), (handle, buffer, deadline))
/// Parks until there is something.
inline constexpr Syscaller<Read> read;

struct Write {
    using Result = std::size_t;
    using Scratch = detail::FileState;
    Handle handle;
    std::span<const std::byte> data;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_console + 1;
    static constexpr std::string_view help = "Writes from `data`; gives how much was taken, at least one byte.";
    static constexpr std::array errors{Errno::badf,  Errno::io,       Errno::inval,   Errno::nospc,   Errno::fbig,
                                       Errno::dquot, Errno::nomem,    Errno::pipe,    Errno::notconn, Errno::connreset,
                                       Errno::intr,  Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::unsafe;
    static void footprint(auto& call, Footprint& footprint) {
        detail::transfer_footprint(call, footprint, Readiness::writing);
    }
    static Outcome carry_out(auto& call) { return detail::write(call); }
};
BOOST_DESCRIBE_STRUCT(Write, (), (handle, data, deadline))
/// Parks while nobody takes what is written. With EPIPE comes SIGPIPE.
inline constexpr Syscaller<Write> write;

struct Pread {
    using Result = std::size_t;
    using Scratch = detail::FileState;
    Handle handle;
    Out<std::byte> buffer;
    std::int64_t offset;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_file + 2;
    static constexpr std::string_view help = "Reads at `offset`; the file's own place stays.";
    static constexpr std::array errors{Errno::badf,  Errno::io,       Errno::inval,   Errno::isdir,
                                       Errno::spipe, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) { return detail::read(call, call.request().offset); }
};
BOOST_DESCRIBE_STRUCT(Pread, (), (handle, buffer, offset, deadline))
/// Parks if the file is outside. 0: the end.
inline constexpr Syscaller<Pread> pread;

struct Pwrite {
    using Result = std::size_t;
    using Scratch = detail::FileState;
    Handle handle;
    std::span<const std::byte> data;
    std::int64_t offset;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_file + 3;
    static constexpr std::string_view help = "Writes at `offset`; the file's own place stays.";
    static constexpr std::array errors{Errno::badf,  Errno::io,    Errno::inval, Errno::nospc,    Errno::fbig,
                                       Errno::dquot, Errno::nomem, Errno::spipe, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::unsafe;
    static Outcome carry_out(auto& call) { return detail::write(call, call.request().offset); }
};
BOOST_DESCRIBE_STRUCT(Pwrite, (), (handle, data, offset, deadline))
/// Parks if the file is outside.
inline constexpr Syscaller<Pwrite> pwrite;

struct Seek {
    using Result = std::int64_t;
    Handle handle;
    std::int64_t offset;
    Whence whence = Whence::begin;
    static constexpr SyscallNumber number = family_file + 4;
    static constexpr std::string_view help = "Moves the place from which is read or written next; gives the new one.";
    static constexpr std::array errors{Errno::badf, Errno::inval, Errno::spipe};
    static Outcome carry_out(auto& call) {
        auto* file = call.template object<OpenFile>(call.request().handle);
        if (file == nullptr) return call.fail(Errno::badf);
        return call.answer(file->seek(call.request().offset, call.request().whence));
    }
};
BOOST_DESCRIBE_STRUCT(Seek, (), (handle, offset, whence))
/// Never parks. Beyond the end is allowed. Errors: EBADF, EINVAL (before the beginning), ESPIPE (a pipe or socket).
inline constexpr Syscaller<Seek> seek;

struct Fstat {
    using Result = FileStatus;
    struct Scratch : detail::FileState {
        FileStatus status;
    };
    Handle handle;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_file + 5;
    static constexpr std::string_view help = "What there is to know of an open file.";
    static constexpr std::array errors{Errno::badf, Errno::io, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) { return detail::status(call); }
};
BOOST_DESCRIBE_STRUCT(Fstat, (), (handle, deadline))
/// Parks if the file is outside.
inline constexpr Syscaller<Fstat> fstat;

struct Ftruncate {
    using Result = void;
    using Scratch = detail::FileState;
    Handle handle;
    std::int64_t size;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_file + 6;
    static constexpr std::string_view help = "Cuts a file to `size` bytes, or extends it with zeroes.";
    static constexpr std::array errors{Errno::badf,  Errno::inval, Errno::io,       Errno::fbig,
                                       Errno::nospc, Errno::nomem, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::idempotent;
    static Outcome carry_out(auto& call) {
        auto* file = detail::file_of(call, call.request().handle);
        if (file == nullptr) return call.fail(Errno::badf);
        if (call.request().size < 0) return call.fail(Errno::inval);
        Io io = detail::io_of(call);
        return detail::answer_nothing(call, io, file->truncate(io, call.request().size));
    }
};
BOOST_DESCRIBE_STRUCT(Ftruncate, (), (handle, size, deadline))
/// Parks if the file is outside.
inline constexpr Syscaller<Ftruncate> ftruncate;

struct Fsync {
    using Result = void;
    using Scratch = detail::FileState;
    Handle handle;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_file + 7;
    static constexpr std::string_view help = "Returns when what was written to a file is on the disk.";
    static constexpr std::array errors{Errno::badf,  Errno::inval,    Errno::io,      Errno::nospc,
                                       Errno::dquot, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::idempotent;
    static Outcome carry_out(auto& call) {
        auto* file = detail::file_of(call, call.request().handle);
        if (file == nullptr) return call.fail(Errno::badf);
        Io io = detail::io_of(call);
        return detail::answer_nothing(call, io, file->sync(io));
    }
};
BOOST_DESCRIBE_STRUCT(Fsync, (), (handle, deadline))
/// Parks if the file is outside. Errors: EINVAL: it is no file of a filesystem.
inline constexpr Syscaller<Fsync> fsync;

struct Readdir {
    using Result = std::vector<DirectoryEntry>;
    struct Scratch : detail::FileState {
        DirectoryListing listing;
    };
    Handle handle;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_file + 8;
    static constexpr std::string_view help =
        "The next entries of an open directory, without . and ..; none at its end.";
    static constexpr std::array errors{Errno::badf, Errno::notdir,   Errno::noent,
                                       Errno::io,   Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static constexpr Effect effect = Effect::observing;
    static Outcome carry_out(auto& call) {
        auto* file = detail::file_of(call, call.request().handle);
        if (file == nullptr) return call.fail(Errno::badf);
        Io io = detail::io_of(call);
        const auto outcome = file->list(io, call.scratch().listing);
        if (outcome == Outcome::parked) return outcome;
        return io.result ? call.answer(std::move(call.scratch().listing.entries)) : call.fail(io.result.error());
    }
};
BOOST_DESCRIBE_STRUCT(Readdir, (), (handle, deadline))
/// Parks if the directory is outside.
inline constexpr Syscaller<Readdir> readdir;

inline constexpr Family<Read, Write, Pread, Pwrite, Seek, Fstat, Ftruncate, Fsync, Readdir> file_family{"file"};

}  // namespace fibrix::sys
