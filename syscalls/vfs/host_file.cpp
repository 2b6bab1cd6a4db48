#include "syscalls/vfs/host_file.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "syscalls/vfs/path_call.hpp"

namespace fibrix {
namespace {

using Code = Operation::Code;

constexpr std::size_t most_bytes = 1024 * 1024;  // of one transfer
constexpr auto farthest = std::numeric_limits<std::int64_t>::max();

std::int64_t length_of(const Operation& operation) {
    return static_cast<std::int64_t>(std::max(operation.in.size(), operation.out.size()));
}

// The World's listing: a byte that says the type, the name, a zero byte.
void unpack(std::string_view packed, std::vector<DirectoryEntry>& entries) {
    entries.clear();
    while (!packed.empty()) {
        const auto end = packed.find('\0', 1);
        entries.push_back({std::string(packed.substr(1, end - 1)), static_cast<FileType>(packed.front())});
        packed.remove_prefix(end + 1);
    }
}

}  // namespace

HostFile::HostFile(HostFileSystem& system, Outside outside, FileType type, const PathCall& call, OpenFlags flags)
    : OpenFile(type),
      system_(system),
      use_(Ref<FileSystem>(&system)),
      outside_(outside),
      type_(type),
      path_(call.place.path),
      flags_(flags) {}

HostFile::~HostFile() {
    Operation close{.code = Code::close, .descriptor = outside_};
    system_.world().submit(close);
}

Outcome HostFile::read(Io& io) {
    if (!has(flags_, OpenFlags::read)) return io.fail(Errno::badf);
    if (type_ == FileType::directory) return io.fail(Errno::isdir);
    if (io.into.empty()) return io.done(0);
    return transfer(io, Code::read_at, io.at.value_or(place_));
}

Outcome HostFile::write(Io& io) {
    if (!has(flags_, OpenFlags::write)) return io.fail(Errno::badf);
    const bool appends = has(flags_, OpenFlags::append) && !io.at;
    return transfer(io, Code::write_at, appends ? Operation::no_offset : io.at.value_or(place_));
}

Outcome HostFile::transfer(Io& io, Code code, std::int64_t at) {
    Operation& operation = io.operation();
    const bool own = !io.at, reads = code == Code::read_at;
    if (operation.state == Operation::State::idle) {
        operation.code = code;
        operation.descriptor = outside_;
        operation.offset = at;
        operation.in = io.from.first(std::min(io.from.size(), most_bytes));
        operation.out = io.into.first(std::min(io.into.size(), most_bytes));
        if (at > farthest - length_of(operation)) return reads ? io.done(0) : io.fail(Errno::fbig);
        if (own && at != Operation::no_offset) place_ = at + length_of(operation);
    }
    if (io.submit()) {
        if (own) settle(operation, reads);
        return conclude(io);
    }
    if (own && reads && io.expired()) place_ = std::min(place_, operation.offset);  // nothing will have been read
    return Outcome::parked;
}

// The World leaves behind in `offset` where a write has ended, also one that began wherever the end was.
void HostFile::settle(const Operation& operation, bool reads) {
    const auto done = operation.failed ? 0 : operation.result;
    const auto end = operation.offset + (reads ? done : 0);
    if (!reads && has(flags_, OpenFlags::append)) place_ = operation.failed ? place_ : end;
    else if (done < length_of(operation)) place_ = std::min(place_, end);
}

Outcome HostFile::conclude(Io& io) {
    const Operation& operation = io.operation();
    return operation.failed ? io.fail(operation.error) : io.done(static_cast<std::size_t>(operation.result));
}

// Asks the World of the whole file; called again when it is done.
Outcome HostFile::ask(Io& io, Code code, std::span<std::byte> room, std::int64_t number) {
    Operation& operation = io.operation();
    if (operation.state == Operation::State::idle) {
        operation.code = code;
        operation.descriptor = outside_;
        operation.out = room;
        operation.offset = number;
        operation.argument = code == Code::list && std::exchange(rewound_, false) ? 1 : 0;
    }
    return io.submit() ? conclude(io) : Outcome::parked;
}

Result<std::int64_t> HostFile::seek(std::int64_t offset, Whence whence) {
    std::int64_t from = 0;
    if (whence == Whence::here) from = place_;
    if (whence == Whence::end) {
        Operation size{.code = Code::size, .descriptor = outside_};
        system_.world().submit(size);
        if (size.failed) return Errno::inval;
        from = type_ == FileType::directory ? 0 : size.result;
    }
    if (offset > farthest - from || from + offset < 0) return Errno::inval;
    if (type_ == FileType::directory && from + offset != 0) return Errno::inval;  // it can only be begun anew
    rewound_ = true;
    return place_ = from + offset;
}

Outcome HostFile::status(Io& io, FileStatus& status) {
    const auto outcome = ask(io, Code::status, std::as_writable_bytes(std::span(&status, 1)));
    if (outcome != Outcome::answered || !io.result) return outcome;
    OutsideStatus outside;
    static_assert(sizeof outside <= sizeof status);
    std::memcpy(static_cast<void*>(&outside), &status, sizeof outside);
    status = system_.translate(outside);
    return outcome;
}

Outcome HostFile::truncate(Io& io, std::int64_t size) {
    if (!has(flags_, OpenFlags::write)) return io.fail(Errno::inval);
    return ask(io, Code::resize, {}, size);
}

Outcome HostFile::sync(Io& io) { return ask(io, Code::sync); }

Outcome HostFile::list(Io& io, DirectoryListing& listing) {
    constexpr std::size_t room = 32 * 1024;
    if (type_ != FileType::directory) return io.fail(Errno::notdir);
    listing.packed.resize(room);
    const auto outcome = ask(io, Code::list, std::as_writable_bytes(std::span(listing.packed)));
    if (outcome == Outcome::answered && io.result)
        unpack(std::string_view(listing.packed).substr(0, *io.result), listing.entries);
    return outcome;
}

}  // namespace fibrix
