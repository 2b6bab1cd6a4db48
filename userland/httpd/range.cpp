#include "userland/httpd/range.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace fibrix::httpd {
namespace {

std::string_view trimmed(std::string_view text) noexcept {
    const auto begin = text.find_first_not_of(" \t");
    return begin == text.npos ? std::string_view() : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Digits only. One that is too large is as large as can be.
std::optional<std::int64_t> number(std::string_view text) noexcept {
    if (text.empty() || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    std::int64_t value = 0;
    const auto done = std::from_chars(text.data(), text.data() + text.size(), value);
    return done.ec == std::errc() ? value : std::numeric_limits<std::int64_t>::max();
}

bool is_bytes(std::string_view unit) noexcept {
    constexpr std::string_view bytes = "bytes";
    return std::equal(unit.begin(), unit.end(), bytes.begin(), bytes.end(),
                      [](char a, char b) { return (a | 0x20) == b; });
}

}  // namespace

Range parse_range(std::string_view value, std::int64_t size) noexcept {
    const auto equals = value.find('=');
    if (equals == value.npos || !is_bytes(value.substr(0, equals))) return {};
    const auto set = trimmed(value.substr(equals + 1));
    const auto dash = set.find('-');
    if (dash == set.npos) return {};
    const auto from = number(set.substr(0, dash)), to = number(set.substr(dash + 1));
    if (dash == 0) {  // the last so many
        if (!to) return {};
        if (*to == 0 || size == 0) return {Range::Kind::beyond};
        const auto count = std::min(*to, size);
        return {Range::Kind::part, size - count, count};
    }
    const bool open = dash + 1 == set.size();
    if (!from || (!open && (!to || *to < *from))) return {};
    if (*from >= size) return {Range::Kind::beyond};
    const auto last = open ? size - 1 : std::min(*to, size - 1);
    return {Range::Kind::part, *from, last - *from + 1};
}

}  // namespace fibrix::httpd
