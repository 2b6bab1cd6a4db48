// Chance: random numbers that are a function of a seed, a purpose, and how many were taken for this purpose before.
//
// Each purpose has a stream of its own, so that more draws for one do not shift another.
#pragma once

#include <cstdint>
#include <string_view>

#include "kernel/time.hpp"

namespace fibrix::simulated {

/// SplitMix64 (Steele, Lea, Flood 2014).
constexpr std::uint64_t mix(std::uint64_t state) noexcept {
    state += 0x9e3779b97f4a7c15;
    state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
    state = (state ^ (state >> 27)) * 0x94d049bb133111eb;
    return state ^ (state >> 31);
}

/// A number for a name.
constexpr std::uint64_t digest(std::string_view name) noexcept {
    std::uint64_t value = 0xcbf29ce484222325;
    for (const char c : name) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return mix(value);
}

class Chance {
public:
    Chance() = default;
    Chance(std::uint64_t seed, std::string_view purpose) noexcept : base_(mix(seed ^ digest(purpose))) {}

    std::uint64_t draw() noexcept { return mix(base_ + taken_++); }
    /// From 0 to `options` - 1; 0 if there are none.
    std::uint64_t below(std::uint64_t options) noexcept { return options == 0 ? 0 : draw() % options; }
    Duration between(Duration least, Duration most) noexcept {
        const auto span = most > least ? static_cast<std::uint64_t>((most - least).count()) : 0;
        return least + Duration(static_cast<std::int64_t>(below(span + 1)));
    }
    /// True so many times of a million.
    bool happens(std::uint32_t of_a_million) noexcept {
        constexpr std::uint64_t million = 1'000'000;
        return of_a_million != 0 && below(million) < of_a_million;
    }

private:
    std::uint64_t base_ = 0;
    std::uint64_t taken_ = 0;
};

}  // namespace fibrix::simulated
