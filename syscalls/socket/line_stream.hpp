// LineStream: what comes over a connection, line by line.
#pragma once

#include <array>
#include <string>

#include "syscalls/socket/stream.hpp"

namespace fibrix {

class LineStream {
public:
    /// `stream` must live as long; nobody else may read from it.
    LineStream(Stream& stream, std::size_t longest) noexcept : stream_(stream), longest_(longest) {}

    /// Reads the next line into `line`, without its end ("\n" or "\r\n"); false if there is none. A last line needs no
    /// end. Parks. Errors: as `sys::receive`; EMSGSIZE if the line is longer than `longest` bytes.
    Result<bool> next(std::string& line, Deadline deadline = {});

private:
    Stream& stream_;
    std::size_t longest_;
    std::array<std::byte, 1024> buffer_;
    std::size_t begin_ = 0, end_ = 0;  // what of it is still to be read
};

}  // namespace fibrix
