// The host's calls about names and attributes of files, each confined to the job's directory. They block.
#pragma once

#include <cerrno>

#include "kernel/world/host_file_calls.hpp"

namespace fibrix::host {

using Count = Result<std::int64_t>;

constexpr std::int64_t billion = 1'000'000'000;

/// A result of the host's.
inline Count counted(std::int64_t result) {
    if (result < 0) return errno_from_host(errno);
    return result;
}

/// What the job's path leads to, to be looked at only.
Result<Descriptor> look(const FileJob& job, bool follow);

Count make_directory(FileJob& job);
Count remove_directory(FileJob& job);
Count remove(FileJob& job);
Count rename(FileJob& job);
Count link(FileJob& job);
Count make_link(FileJob& job);
Count set_mode(FileJob& job);
Count set_modified(FileJob& job);

}  // namespace fibrix::host
