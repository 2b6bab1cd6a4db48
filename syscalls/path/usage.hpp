// What there is to know of a mounted filesystem.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <string>

namespace fibrix {

struct FileSystemStatus {
    std::string type;    ///< such as "ramfs"
    std::string source;  ///< what was mounted, as the type understands it
    std::string target;  ///< where
    bool read_only = false;
    std::uint64_t total = 0;  ///< bytes it has room for; 0: it has none of its own
    std::uint64_t used = 0;   ///< bytes
    std::uint64_t files = 0;  ///< how many there are, of all types
};
BOOST_DESCRIBE_STRUCT(FileSystemStatus, (), (type, source, target, read_only, total, used, files))

}  // namespace fibrix
