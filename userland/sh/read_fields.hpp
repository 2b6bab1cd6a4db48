// What the builtin read does: a line, taken apart.
#pragma once

#include <string>
#include <vector>

#include "syscalls/sys.hpp"

namespace fibrix::sh {

struct ReadLine {
    std::string text;
    std::vector<bool> quoted;  ///< by a backslash: no separator
};

/// Reads a line; unless `raw` a backslash quotes the next character, and at the end of a line takes the end away.
/// False if the input ended first. Parks.
Result<bool> read_line(Handle from, bool raw, ReadLine& line);

/// `count` fields; the last one gets all that is left.
std::vector<std::string> read_fields(const ReadLine& line, std::string_view separators, std::size_t count);

}  // namespace fibrix::sh
