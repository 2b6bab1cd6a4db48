// Integers as the protocol and the commands take them.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace fibrix::kv {

/// Exactly what an integer is printed as: no blanks, no plus, no leading zeros, nothing out of range.
inline std::optional<std::int64_t> parse_integer(std::string_view text) noexcept {
    const bool negative = !text.empty() && text.front() == '-';
    if (negative) text.remove_prefix(1);
    if (text.empty() || text.size() > 19) return std::nullopt;
    if (text.front() == '0' && (text.size() > 1 || negative)) return std::nullopt;
    std::uint64_t magnitude = 0;  // nineteen digits fit
    for (const char each : text) {
        const auto digit = static_cast<unsigned char>(each - '0');
        if (digit > 9) return std::nullopt;
        magnitude = magnitude * 10 + digit;
    }
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (magnitude > most + (negative ? 1 : 0)) return std::nullopt;
    return static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
}

}  // namespace fibrix::kv
