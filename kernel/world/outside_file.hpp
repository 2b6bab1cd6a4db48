// What the World says of a file of the host, and how it is asked to open one: the layouts and bits that operations
// about files carry. Numbers only, in no host's own coding.
#pragma once

#include <cstdint>

namespace fibrix {

/// How a file is opened: bits of `Operation::argument`.
struct FileAccess {
    static constexpr int read = 1, write = 2, create = 8, exclusive = 16, truncate = 32, directory = 64,
                         no_follow = 128;
};

enum class OutsideType : std::uint8_t { regular, directory, link, character, pipe, socket };

struct OutsideStatus {
    std::uint64_t device = 0, number = 0;  ///< unique together
    std::int64_t size = 0;                 ///< bytes
    std::int64_t modified = 0;             ///< nanoseconds since 1970
    std::uint32_t mode = 0;                ///< permission bits
    std::uint32_t links = 0;
    OutsideType type = OutsideType::regular;
};

struct OutsideUsage {
    std::uint64_t total = 0, used = 0;  ///< bytes
    std::uint64_t files = 0;
};

// An entry of a directory in a listing: one byte with its OutsideType, its name, a zero byte.

}  // namespace fibrix
