// Reading lines from a file, and writing small texts to one, in pieces of 64 KiB.
//
//     LineSource lines(handle);
//     for (std::string_view line; lines.next(line).value();) output.put(line), output.put("\n");
//     output.flush();
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "syscalls/file/file.hpp"

namespace fibrix {

/// How much is read or written at once.
inline constexpr std::size_t piece_size = 64 * 1024;

class LineSource {
public:
    explicit LineSource(Handle file) noexcept : file_(file) {}

    /// The next line, without its end, valid until the next call; false if there is none. Parks. Errors: as `read`.
    Result<bool> next(std::string_view& line);
    /// Whether the last line that was given had an end.
    [[nodiscard]] bool ended() const noexcept { return ended_; }

private:
    Result<bool> fill();

    Handle file_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0, end_ = 0;  // what has been read and not given
    bool ended_ = true;
};

class BufferedOutput {
public:
    explicit BufferedOutput(Handle file) : file_(file) { text_.reserve(piece_size); }
    BufferedOutput(const BufferedOutput&) = delete;
    BufferedOutput& operator=(const BufferedOutput&) = delete;

    /// Parks when there is enough for a piece. After an error the first is given each time, and nothing written.
    Result<void> put(std::string_view text);
    /// Writes what is left. Parks. It is not written by the destructor, which could not say whether that has worked.
    Result<void> flush();

private:
    Handle file_;
    std::string text_;
    Result<void> result_;
};

}  // namespace fibrix
