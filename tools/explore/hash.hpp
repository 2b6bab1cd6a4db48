// Hashing numbers.
#pragma once

#include <cstdint>

namespace fibrix::explore {

/// A number that depends on both, and on their order.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t state, std::uint64_t value) noexcept {
    state ^= value + 0x9e3779b97f4a7c15 + (state << 6) + (state >> 2);
    state = (state ^ (state >> 32)) * 0xd6e8feb86659fd93;
    return state ^ (state >> 29);
}

}  // namespace fibrix::explore
