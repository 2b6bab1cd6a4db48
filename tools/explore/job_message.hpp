// What a process that searches tells of a part: bytes for a pipe.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tools/explore/tally.hpp"

namespace fibrix::explore {

struct JobMessage {
    std::uint64_t part = 0;
    Result counted;  ///< the counts alone
    std::vector<Tally::Class> classes;
    std::string failing;  ///< a schedule, or nothing
};

/// False if nobody reads.
bool write_message(int pipe, const JobMessage& message);
/// Takes those off the front of `bytes` that are there as a whole.
std::vector<JobMessage> take_messages(std::vector<std::byte>& bytes);

}  // namespace fibrix::explore
