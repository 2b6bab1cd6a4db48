// What there is to know of a file.
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "syscalls/request.hpp"

namespace fibrix {

enum class FileType : std::uint8_t { regular, directory, link, character, pipe, socket };
constexpr std::string_view to_string(FileType type) noexcept {
    constexpr std::array<std::string_view, 6> names{"regular", "directory", "link", "character", "pipe", "socket"};
    return names[static_cast<std::size_t>(type)];
}

/// From where a place in a file is counted.
enum class Whence : std::uint8_t { begin, here, end };
constexpr std::string_view to_string(Whence whence) noexcept {
    constexpr std::array<std::string_view, 3> names{"begin", "here", "end"};
    return names[static_cast<std::size_t>(whence)];
}

/// What a file can be waited for.
enum class Readiness : std::uint8_t { reading = 1, writing = 2 };

struct FileStatus {
    FileType type = FileType::regular;
    std::uint64_t device = 0;  ///< which filesystem; unique together with `number`
    std::uint64_t number = 0;
    std::uint32_t mode = 0644;  ///< permission bits, as in POSIX
    std::uint32_t links = 1;
    std::int64_t size = 0;      ///< bytes
    std::int64_t modified = 0;  ///< nanoseconds of the calendar since 1970
};
BOOST_DESCRIBE_STRUCT(FileStatus, (), (type, device, number, mode, links, size, modified))

struct DirectoryEntry {
    std::string name;
    FileType type = FileType::regular;
};
BOOST_DESCRIBE_STRUCT(DirectoryEntry, (), (name, type))

/// The next entries of a directory while they are fetched.
struct DirectoryListing {
    std::vector<DirectoryEntry> entries;
    std::string packed;  ///< room for the World's own form of them
};

template <>
inline constexpr std::size_t enumerators_of<FileType> = 6;
template <>
inline constexpr std::size_t enumerators_of<Whence> = 3;

}  // namespace fibrix
