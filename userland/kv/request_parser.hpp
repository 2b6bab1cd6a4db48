// Finds the commands in what a client has sent: arrays of strings in RESP2, or inline lines.
//
// It takes no bytes and copies none: a command's words are views into the input. What is not all there yet is taken up
// where it was left, so that a long command that comes in pieces is looked at once.
#pragma once

#include <limits>
#include <string>

#include "userland/kv/words.hpp"

namespace fibrix::kv {

class RequestParser {
public:
    enum class Found : std::uint8_t {
        nothing,  ///< more input is needed
        command,  ///< `words()`, perhaps none at all: an empty line
        error,    ///< `error()`; there is no way to go on
    };
    static constexpr std::size_t longest_line = 64 * 1024;
    static constexpr std::int64_t longest_bulk = 512LL * 1024 * 1024;

    /// Looks at `input`, which begins with what has not been consumed. After `nothing` it is to begin with the same.
    Found next(std::string_view input);
    /// The command. Valid as long as the input.
    [[nodiscard]] const Words& words() const noexcept { return words_; }
    /// How many bytes of the input the command was.
    [[nodiscard]] std::size_t consumed() const noexcept { return consumed_; }
    /// What is wrong, as redis says it.
    [[nodiscard]] std::string_view error() const noexcept { return error_; }

private:
    static constexpr std::int64_t not_a_number = std::numeric_limits<std::int64_t>::min();

    Found fail(std::string what);
    Found finish(const char* base) noexcept;
    Found inline_line(std::string_view input);
    bool array_head(std::string_view input);
    bool bulk_head(std::string_view input);
    bool bulk_body(std::string_view input);
    bool number_line(std::string_view input, std::string_view too_long);
    bool unusual_number_line(std::string_view rest, std::string_view too_long);

    std::size_t position_ = 0;    // how far the input was looked at
    std::int64_t expected_ = -1;  // words still to come; negative: the command has not begun
    std::int64_t bulk_ = -1;      // length of the word that comes; negative: not known yet
    std::int64_t number_ = 0;     // of the line that `number_line` has read
    std::vector<Piece> pieces_;
    std::string inline_text_;  // what an inline command was split to
    std::string error_;
    Words words_;
    std::size_t consumed_ = 0;
};

}  // namespace fibrix::kv
