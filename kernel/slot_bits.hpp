// Which slots of a wheel are occupied, in two levels of bits, so that the next one is found in a few steps.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace fibrix {

class SlotBits {
public:
    explicit SlotBits(std::size_t slots) : words_((slots + 63) / 64), summary_((words_.size() + 63) / 64) {}

    void set(std::size_t slot) noexcept {
        words_[slot / 64] |= bit(slot);
        summary_[slot / 4096] |= bit(slot / 64);
    }
    void clear(std::size_t slot) noexcept {
        words_[slot / 64] &= ~bit(slot);
        if (words_[slot / 64] == 0) summary_[slot / 4096] &= ~bit(slot / 64);
    }
    /// The first occupied slot in [from, to); `to` if there is none.
    [[nodiscard]] std::size_t next(std::size_t from, std::size_t to) const noexcept {
        while (from < to) {
            if (const auto rest = words_[from / 64] >> (from % 64); rest != 0) return std::min(to, from + lowest(rest));
            const auto word = from / 64 + 1;
            if (word >= words_.size()) return to;
            const auto rest = summary_[word / 64] >> (word % 64);
            from = (rest != 0 ? word + lowest(rest) : (word / 64 + 1) * 64) * 64;
        }
        return to;
    }

private:
    static constexpr std::uint64_t bit(std::size_t number) noexcept { return std::uint64_t{1} << (number % 64); }
    static std::size_t lowest(std::uint64_t bits) noexcept { return static_cast<std::size_t>(std::countr_zero(bits)); }

    std::vector<std::uint64_t> words_, summary_;  ///< a summary's bit says that its word is not zero
};

}  // namespace fibrix
