// Time as the kernel counts it: integer nanoseconds on a monotonic clock that only the World can read.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>

namespace fibrix {

using Duration = std::chrono::nanoseconds;

/// The monotonic clock of a World. It has no `now()`: only a World knows the time.
struct WorldClock {
    using duration = Duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<WorldClock, duration>;
    static constexpr bool is_steady = true;
};

/// An instant, in nanoseconds since the World began.
using Time = WorldClock::time_point;

inline constexpr Time never = Time::max();

/// `start + span`, or `never` where that would overflow.
[[nodiscard]] constexpr Time saturating_add(Time start, Duration span) noexcept {
    return span >= never - start ? never : start + span;
}

/// Until when a request may wait: no limit, an instant, or a span counted from when the kernel takes the request.
class Deadline {
public:
    constexpr Deadline() noexcept = default;
    friend constexpr bool operator==(const Deadline&, const Deadline&) = default;
    /// An instant before the World began has passed like any other.
    constexpr Deadline(Time at) noexcept  // NOLINT(*-explicit-*)
        : value_(std::max<std::int64_t>(0, at.time_since_epoch().count())) {}

    /// A deadline `span` after the request is taken. A span of zero or less never waits.
    [[nodiscard]] static constexpr Deadline after(Duration span) noexcept {
        Deadline deadline;
        deadline.value_ = span.count() > 0 ? -span.count() : -1;
        return deadline;
    }
    [[nodiscard]] constexpr bool is_set() const noexcept { return value_ != none; }
    [[nodiscard]] constexpr bool is_span() const noexcept { return value_ < 0; }
    [[nodiscard]] constexpr Duration span() const noexcept { return Duration(-value_); }
    [[nodiscard]] constexpr Time at(Time now) const noexcept {
        return value_ < 0 ? saturating_add(now, Duration(-value_)) : Time(Duration(value_));
    }

private:
    static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();
    std::int64_t value_ = none;  // negative: a span
};

}  // namespace fibrix
