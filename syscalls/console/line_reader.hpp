// LineReader: a console's text line by line.
#pragma once

#include <string>

#include "syscalls/console/console.hpp"

namespace fibrix {

class LineReader {
public:
    static constexpr std::size_t longest = 64 * 1024;

    explicit LineReader(Handle console) noexcept : console_(console) {}

    /// Reads the next line into `line`, without its end; false if there is none. A last line needs no end. Parks.
    /// Errors: as `sys::read`; EMSGSIZE if the line is longer than `longest`.
    Result<bool> next(std::string& line);

private:
    Handle console_;
};

}  // namespace fibrix
