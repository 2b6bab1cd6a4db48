#include "kernel/world/host_file_calls.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "kernel/world/host_name_calls.hpp"
#include "kernel/world/outside_file.hpp"

namespace fibrix::host {
namespace {

template <class T>
void put(FileJob& job, const T& value) {
    if (job.out.size() < sizeof value) job.out.resize(sizeof value);
    std::memcpy(job.out.data(), &value, sizeof value);
    job.filled = sizeof value;
}

OutsideType type_of(mode_t mode) noexcept {
    switch (mode & S_IFMT) {
        case S_IFREG: return OutsideType::regular;
        case S_IFDIR: return OutsideType::directory;
        case S_IFLNK: return OutsideType::link;
        case S_IFIFO: return OutsideType::pipe;
        case S_IFSOCK: return OutsideType::socket;
        default: return OutsideType::character;
    }
}

Result<OutsideStatus> status_of(int descriptor) {
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) return errno_from_host(errno);
    return OutsideStatus{.device = status.st_dev,
                         .number = status.st_ino,
                         .size = status.st_size,
                         .modified = status.st_mtim.tv_sec * billion + status.st_mtim.tv_nsec,
                         .mode = status.st_mode & 07777u,
                         .links = static_cast<std::uint32_t>(status.st_nlink),
                         .type = type_of(status.st_mode)};
}

// -- Opening ----------------------------------------------------------------------------------------------------------

Count give(FileJob& job, Descriptor descriptor) {
    job.opened = std::make_shared<const Descriptor>(std::move(descriptor));
    return job.opened->number();
}

// A person has named it, so links in the path are followed. The second open says whether the host can confine at all.
Count open_directory(FileJob& job) {
    Descriptor opened(::open(job.in.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (opened.number() < 0) return errno_from_host(errno);
    if (const auto again = open_beneath(opened.number(), ".", O_PATH); !again) return again.error();
    return give(job, std::move(opened));
}

int host_flags(int access) noexcept {
    const auto has = [access](int bits) { return (access & bits) == bits; };
    int flags = has(FileAccess::read | FileAccess::write) ? O_RDWR : has(FileAccess::write) ? O_WRONLY : O_RDONLY;
    if (has(FileAccess::create)) flags |= O_CREAT;
    if (has(FileAccess::create | FileAccess::exclusive)) flags |= O_EXCL;
    if (has(FileAccess::truncate)) flags |= O_TRUNC;
    if (has(FileAccess::directory)) flags |= O_DIRECTORY;
    if (has(FileAccess::no_follow)) flags |= O_NOFOLLOW;
    return flags | O_NONBLOCK | O_NOCTTY;
}

// Devices and pipes below the directory are no files of it: they would lead out, or wait.
Count open_file(FileJob& job) {
    auto opened = open_beneath(job.descriptor->number(), job.in, host_flags(job.argument),
                               static_cast<unsigned>(job.value) & 0777u);
    if (!opened) return opened.error();
    const auto status = status_of(opened->number());
    if (!status) return status.error();
    if (status->type != OutsideType::regular && status->type != OutsideType::directory) return Errno::acces;
    put(job, *status);
    return give(job, std::move(*opened));
}

// -- Looking ----------------------------------------------------------------------------------------------------------

Count file_status(FileJob& job) {
    Descriptor opened;
    if (!job.in.empty()) {
        auto found = look(job, job.argument == 1);
        if (!found) return found.error();
        opened = std::move(*found);
    }
    const auto status = status_of(job.in.empty() ? job.descriptor->number() : opened.number());
    if (!status) return status.error();
    put(job, *status);
    return 0;
}

// What the host's getdents64 gives.
struct HostEntry {
    std::uint64_t number;
    std::int64_t offset;
    std::uint16_t length;
    std::uint8_t type;
    char name[1];
};

OutsideType type_of_entry(int directory, const HostEntry& entry) {
    constexpr unsigned shift = 12;  // of the type in a mode
    if (entry.type != DT_UNKNOWN) return type_of(static_cast<mode_t>(entry.type) << shift);
    struct stat status {};
    if (::fstatat(directory, entry.name, &status, AT_SYMLINK_NOFOLLOW) != 0) return OutsideType::regular;
    return type_of(status.st_mode);
}

// A listing is never longer than the host's own.
Count list(FileJob& job) {
    const int directory = job.descriptor->number();
    if (job.argument == 1 && ::lseek(directory, 0, SEEK_SET) < 0) return errno_from_host(errno);
    std::string raw(job.out.size(), 0);
    const auto got = ::syscall(SYS_getdents64, directory, raw.data(), raw.size());
    if (got < 0) return errno_from_host(errno);
    job.out.clear();
    for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
        HostEntry entry{};
        std::memcpy(&entry, raw.data() + at, offsetof(HostEntry, name));
        const std::string_view name = raw.data() + at + offsetof(HostEntry, name);
        const auto* whole = reinterpret_cast<const HostEntry*>(raw.data() + at);
        at += entry.length;
        if (name == "." || name == "..") continue;
        job.out += static_cast<char>(type_of_entry(directory, *whole));
        (job.out += name) += '\0';
    }
    job.filled = job.out.size();
    if (job.filled == 0 && got > 0) {  // only . and ..: there may be more behind them
        job.argument = 0;
        job.out.resize(raw.size());
        return list(job);
    }
    return static_cast<std::int64_t>(job.filled);
}

Count read_link(FileJob& job) {
    const auto found = look(job, false);
    if (!found) return found.error();
    const auto status = status_of(found->number());
    if (!status) return status.error();
    if (status->type != OutsideType::link) return Errno::inval;
    const auto got = counted(::readlinkat(found->number(), "", job.out.data(), job.out.size()));
    if (got) job.filled = static_cast<std::size_t>(*got);
    return got;
}

Count usage(FileJob& job) {
    struct statvfs status {};
    if (::fstatvfs(job.descriptor->number(), &status) != 0) return errno_from_host(errno);
    put(job, OutsideUsage{.total = status.f_blocks * status.f_frsize,
                          .used = (status.f_blocks - status.f_bfree) * status.f_frsize,
                          .files = status.f_files - status.f_ffree});
    return 0;
}

// -- Contents ---------------------------------------------------------------------------------------------------------

// Fewer bytes than wanted are given only at the end: whoever reads on at the next place can rely on it.
Count read_at(FileJob& job) {
    while (job.filled < job.out.size()) {
        const auto got = ::pread(job.descriptor->number(), job.out.data() + job.filled, job.out.size() - job.filled,
                                 job.offset + static_cast<std::int64_t>(job.filled));
        if (got < 0 && job.filled == 0) return errno_from_host(errno);
        if (got <= 0) break;
        job.filled += static_cast<std::size_t>(got);
    }
    return static_cast<std::int64_t>(job.filled);
}

Count write_at(FileJob& job) {
    const int file = job.descriptor->number();
    if (job.offset != Operation::no_offset) {
        const auto put = counted(::pwrite(file, job.in.data(), job.in.size(), job.offset));
        if (put) job.offset += *put;
        return put;
    }
    const iovec piece{job.in.data(), job.in.size()};
    const auto put = counted(::pwritev2(file, &piece, 1, -1, RWF_APPEND));
    job.offset = ::lseek(file, 0, SEEK_CUR);  // which nothing but this moves
    return put;
}

Count resize(FileJob& job) {
    if (job.in.empty()) return counted(::ftruncate(job.descriptor->number(), job.offset));
    const auto opened = open_beneath(job.descriptor->number(), job.in, O_WRONLY | O_NONBLOCK | O_NOCTTY);
    if (!opened) return opened.error();
    return counted(::ftruncate(opened->number(), job.offset));
}

Count sync(FileJob& job) { return counted(::fsync(job.descriptor->number())); }

Count call_of(FileJob& job) {
    switch (job.code) {
        case Operation::Code::directory: return open_directory(job);
        case Operation::Code::open: return open_file(job);
        case Operation::Code::status: return file_status(job);
        case Operation::Code::list: return list(job);
        case Operation::Code::read_at: return read_at(job);
        case Operation::Code::write_at: return write_at(job);
        case Operation::Code::resize: return resize(job);
        case Operation::Code::sync: return sync(job);
        case Operation::Code::make_directory: return make_directory(job);
        case Operation::Code::remove_directory: return remove_directory(job);
        case Operation::Code::remove: return remove(job);
        case Operation::Code::rename: return rename(job);
        case Operation::Code::link: return link(job);
        case Operation::Code::make_link: return make_link(job);
        case Operation::Code::read_link: return read_link(job);
        case Operation::Code::set_mode: return set_mode(job);
        case Operation::Code::set_modified: return set_modified(job);
        case Operation::Code::usage: return usage(job);
        default: return Errno::inval;
    }
}

// As far as the host knows without asking a disk or a network.
std::int64_t size_now(const Descriptor& descriptor) {
    struct statx status {};
    ::statx(descriptor.number(), "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_SIZE, &status);
    return static_cast<std::int64_t>(status.stx_size);
}

}  // namespace

void carry_out(FileJob& job) { job.result = call_of(job); }

bool carry_out_at_once(const Descriptor& descriptor, Operation& operation) {
    constexpr std::size_t most_at_once = 128 * 1024;
    if (operation.code == Operation::Code::size) {
        operation.succeed(size_now(descriptor));
        return true;
    }
    if (operation.code != Operation::Code::read_at || operation.out.size() > most_at_once) return false;
    const iovec room{operation.out.data(), operation.out.size()};
    const auto got = ::preadv2(descriptor.number(), &room, 1, operation.offset, RWF_NOWAIT);
    const bool whole = got == static_cast<std::int64_t>(room.iov_len);
    if (got < 0 || (!whole && operation.offset + got < size_now(descriptor))) return false;  // not in memory
    operation.succeed(got);
    return true;
}

}  // namespace fibrix::host
