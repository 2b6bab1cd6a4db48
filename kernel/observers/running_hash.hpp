// A 64-bit hash that grows with what is added to it: fast, the same everywhere, and no defence against an adversary.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace fibrix {

class RunningHash {
public:
    void add(std::uint64_t word) noexcept {
        constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;  // of the golden ratio
        state_ = (state_ ^ word) * odd;
        state_ ^= state_ >> 29;
    }
    void add(std::span<const std::byte> bytes) noexcept {
        add(bytes.size());
        for (; bytes.size() >= sizeof(std::uint64_t); bytes = bytes.subspan(sizeof(std::uint64_t)))
            add(word_of(bytes.first(sizeof(std::uint64_t))));
        if (!bytes.empty()) add(word_of(bytes));
    }
    [[nodiscard]] std::uint64_t value() const noexcept { return state_; }

private:
    static std::uint64_t word_of(std::span<const std::byte> bytes) noexcept {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), bytes.size());
        return word;
    }

    std::uint64_t state_ = 0x243f6a8885a308d3;  // of pi: not zero, which a zero would leave as it is
};

}  // namespace fibrix
