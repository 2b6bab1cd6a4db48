// The hash of a key: words of eight bytes, multiplied to twice their width and folded, in the manner of wyhash.
//
// It has no seed, so that what a server does is the same in every run; who chooses keys of one hash on purpose makes
// them slow to find.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace fibrix::kv {
namespace detail {

__extension__ using Wide = unsigned __int128;

inline std::uint64_t fold(std::uint64_t a, std::uint64_t b) noexcept {
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

template <class Word>
std::uint64_t load(const char* from) noexcept {
    Word word;
    std::memcpy(&word, from, sizeof word);
    return word;
}

}  // namespace detail

inline std::uint64_t hash_of(std::string_view text) noexcept {
    using namespace detail;
    // Odd, with half of the bits set: digits of pi, e and the golden ratio.
    constexpr std::uint64_t pi = 0x243f6a8885a308d3, e = 0xb7e151628aed2a6b, golden = 0x9e3779b97f4a7c15;
    const char* at = text.data();
    std::size_t left = text.size();
    std::uint64_t state = golden ^ left;
    for (; left > 16; left -= 16, at += 16)
        state = fold(load<std::uint64_t>(at) ^ pi, load<std::uint64_t>(at + 8) ^ state);
    std::uint64_t a = 0, b = 0;
    if (left >= 8) {
        a = load<std::uint64_t>(at);
        b = load<std::uint64_t>(at + left - 8);
    } else if (left >= 4) {
        a = load<std::uint32_t>(at);
        b = load<std::uint32_t>(at + left - 4);
    } else if (left > 0) {
        a = load<std::uint8_t>(at) << 16 | load<std::uint8_t>(at + left / 2) << 8 | load<std::uint8_t>(at + left - 1);
    }
    return fold(e ^ text.size(), fold(a ^ pi, b ^ state) ^ golden);
}

}  // namespace fibrix::kv
