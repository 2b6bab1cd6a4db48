#include "userland/kv/request_parser.hpp"

#include <algorithm>
#include <utility>

#include "userland/kv/inline_words.hpp"
#include "userland/kv/number.hpp"

namespace fibrix::kv {
namespace {

constexpr std::size_t most_pieces_kept = 4096;

}  // namespace

RequestParser::Found RequestParser::next(std::string_view input) {
    if (expected_ < 0) {
        if (input.empty()) return Found::nothing;
        if (input.front() != '*') return inline_line(input);
        if (!array_head(input)) return error_.empty() ? Found::nothing : Found::error;
    }
    while (expected_ > 0)
        if (!bulk_head(input) || !bulk_body(input)) return error_.empty() ? Found::nothing : Found::error;
    return finish(input.data());
}

RequestParser::Found RequestParser::fail(std::string what) {
    error_ = std::move(what);
    return Found::error;
}

RequestParser::Found RequestParser::finish(const char* base) noexcept {
    words_ = Words(base, pieces_);
    consumed_ = std::exchange(position_, 0);
    expected_ = -1;
    return Found::command;
}

// Reads the number after the mark at `position_`, and goes behind the line. False if its end is not there.
bool RequestParser::number_line(std::string_view input, std::string_view too_long) {
    // Nearly always it is a short one, and all there.
    constexpr std::size_t short_digits = 9;
    const auto rest = input.substr(position_);
    std::size_t at = 1;
    std::int64_t number = 0;
    while (at < rest.size() && at <= short_digits && rest[at] >= '0' && rest[at] <= '9')
        number = number * 10 + (rest[at++] - '0');
    const bool plain = at > 1 && at + 1 < rest.size() && rest[at] == '\r' && (rest[1] != '0' || at == 2);
    if (!plain) [[unlikely]]
        return unusual_number_line(rest, too_long);
    number_ = number;
    position_ += at + 2;
    return true;
}

bool RequestParser::unusual_number_line(std::string_view rest, std::string_view too_long) {
    const auto end = rest.find('\r');
    if (end == std::string_view::npos || end + 1 == rest.size()) {
        if (end == std::string_view::npos && rest.size() > longest_line) fail(std::string(too_long));
        return false;
    }
    number_ = parse_integer(rest.substr(1, end - 1)).value_or(not_a_number);
    position_ += end + 2;
    return true;
}

bool RequestParser::array_head(std::string_view input) {
    if (!number_line(input, "too big mbulk count string")) return false;
    if (number_ == not_a_number || number_ > std::numeric_limits<int>::max()) {
        fail("invalid multibulk length");
        return false;
    }
    if (pieces_.capacity() > most_pieces_kept) pieces_ = {};
    pieces_.clear();
    expected_ = std::max<std::int64_t>(0, number_);
    return true;
}

bool RequestParser::bulk_head(std::string_view input) {
    if (bulk_ >= 0) return true;
    if (position_ >= input.size()) return false;
    if (input[position_] != '$') {
        fail(std::string("expected '$', got '") + input[position_] + "'");
        return false;
    }
    if (!number_line(input, "too big bulk count string")) return false;
    if (number_ < 0 || number_ > longest_bulk) {
        fail("invalid bulk length");
        return false;
    }
    bulk_ = number_;
    return true;
}

bool RequestParser::bulk_body(std::string_view input) {
    const auto length = static_cast<std::size_t>(bulk_);
    if (input.size() - position_ < length + 2) return false;
    pieces_.push_back({position_, length});
    position_ += length + 2;
    bulk_ = -1;
    --expected_;
    return true;
}

RequestParser::Found RequestParser::inline_line(std::string_view input) {
    const auto end = input.find('\n', position_);
    if (end == std::string_view::npos) {
        position_ = input.size();
        return input.size() > longest_line ? fail("too big inline request") : Found::nothing;
    }
    position_ = end + 1;
    const auto line = input.substr(0, end > 0 && input[end - 1] == '\r' ? end - 1 : end);
    pieces_.clear();
    inline_text_.clear();
    if (!split_inline(line, inline_text_, pieces_)) return fail("unbalanced quotes in request");
    return finish(inline_text_.data());
}

}  // namespace fibrix::kv
