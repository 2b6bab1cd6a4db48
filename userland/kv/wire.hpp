// A string as it goes over the wire: "$3\r\nabc\r\n". Lists keep their elements like this, so that giving out a range
// of one is a copy.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>

namespace fibrix::kv {

/// Room that is enough for any number and the marks around it.
inline constexpr std::size_t number_room = 32;

/// "X123\r\n". Gives the end of what was written.
inline char* write_number(char* to, char mark, std::int64_t value) noexcept {
    *to++ = mark;
    if (value >= 0 && value <= 9) *to++ = static_cast<char>('0' + value);
    else to = std::to_chars(to, to + number_room, value).ptr;
    *to++ = '\r';
    *to++ = '\n';
    return to;
}

/// How many bytes `write_wire` writes.
constexpr std::size_t wire_size(std::size_t length) noexcept {
    std::size_t digits = 1;
    for (auto rest = length; rest > 9; rest /= 10) ++digits;
    return 1 + digits + 2 + length + 2;
}

inline char* write_wire(char* to, std::string_view text) noexcept {
    to = write_number(to, '$', static_cast<std::int64_t>(text.size()));
    to = std::copy(text.begin(), text.end(), to);
    *to++ = '\r';
    *to++ = '\n';
    return to;
}

/// The string that `wire` is the wire form of.
inline std::string_view text_of(std::string_view wire) noexcept {
    const auto begin = wire.find('\n', 3) + 1;
    return wire.substr(begin, wire.size() - begin - 2);
}

}  // namespace fibrix::kv
