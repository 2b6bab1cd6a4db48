// What there is in the system: compared before and after a test, it tells what the test has left behind.
#pragma once

#include <cstdint>
#include <string>

namespace fibrix::usertests {

struct Snapshot {
    std::uint64_t tasks = 0;    ///< in /proc/tasks
    std::uint64_t handles = 0;  ///< of this process, in /proc/self/fd
    std::string memory;         ///< /proc/meminfo
    friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

Snapshot take_snapshot();
/// In words: what is in `after` that was not in `before`.
std::string difference(const Snapshot& before, const Snapshot& after);

}  // namespace fibrix::usertests
