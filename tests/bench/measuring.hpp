// What benchmarks measure with: the CPU time of the thread that measures, so that others on the machine disturb little.
#pragma once

#include <cstdint>
#include <ctime>

namespace fibrix::bench {

inline std::int64_t read_nanoseconds(clockid_t clock) noexcept {
    timespec time{};
    clock_gettime(clock, &time);
    return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

class Stopwatch {
public:
    explicit Stopwatch(clockid_t clock = CLOCK_THREAD_CPUTIME_ID) noexcept
        : clock_(clock), begun_(read_nanoseconds(clock)) {}
    [[nodiscard]] double nanoseconds() const noexcept { return static_cast<double>(read_nanoseconds(clock_) - begun_); }
    [[nodiscard]] double seconds() const noexcept { return nanoseconds() * 1e-9; }

private:
    clockid_t clock_;
    std::int64_t begun_;
};

/// Has the compiler believe that `value` is needed.
template <class T>
[[gnu::always_inline]] inline void keep(const T& value) noexcept {
    asm volatile("" : : "g"(&value) : "memory");
}

/// The same cheap generator on both sides of a comparison (xorshift, Marsaglia 2003).
class Xorshift {
public:
    explicit Xorshift(std::uint64_t seed) noexcept : state_(seed * 2654435761 + 88172645463325252) {}
    std::uint64_t operator()() noexcept {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        return state_ ^= state_ << 17;
    }

private:
    std::uint64_t state_;
};

}  // namespace fibrix::bench
