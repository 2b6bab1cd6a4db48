// A histogram of times with 64 buckets for every power of two: an error of at most 1.6 %.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace fibrix::bench {

class Histogram {
public:
    void add(std::int64_t nanoseconds) noexcept {
        ++count_;
        ++buckets_[index(static_cast<std::uint64_t>(std::max<std::int64_t>(0, nanoseconds)))];
    }
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    [[nodiscard]] double quantile_in_us(double quantile) const noexcept {
        const auto wanted = static_cast<std::uint64_t>(quantile * static_cast<double>(count_));
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < buckets_.size(); ++i)
            if ((seen += buckets_[i]) > wanted) return middle(i) / 1000;
        return 0;
    }

private:
    static constexpr int fine_bits = 6, fine = 1 << fine_bits;

    static std::size_t index(std::uint64_t value) noexcept {
        if (value < fine) return value;
        const auto shift = static_cast<int>(std::bit_width(value)) - 1 - fine_bits;
        return static_cast<std::size_t>(shift + 1) * fine + ((value >> shift) & (fine - 1));
    }
    static double middle(std::size_t bucket) noexcept {
        if (bucket < fine) return static_cast<double>(bucket);
        const auto shift = bucket / fine - 1;
        const auto low = (fine + bucket % fine) << shift;
        return static_cast<double>(low) + static_cast<double>(std::uint64_t{1} << shift) / 2;
    }

    std::array<std::uint64_t, (64 - fine_bits + 1) * fine> buckets_{};
    std::uint64_t count_ = 0;
};

}  // namespace fibrix::bench
