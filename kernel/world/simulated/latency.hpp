// How long a message takes from one host to another, and within one.
#pragma once

#include <string>
#include <string_view>

#include "kernel/world/simulated/chance.hpp"

namespace fibrix::simulated {

struct Latency {
    enum class Model : std::uint8_t {
        constant,   // always `least`
        uniform,    // from `least` to `most`
        long_tail,  // from `least` up, each doubling half as likely as the one before
    };
    Model model = Model::uniform;
    Duration least = std::chrono::microseconds(100);
    Duration most = std::chrono::milliseconds(1);
    std::uint64_t bytes_per_second = 0;  ///< 0: no limit

    static constexpr Duration within_a_host = std::chrono::microseconds(10);

    [[nodiscard]] Duration draw(Chance& chance) const;
    /// How long the wire is taken by so many bytes.
    [[nodiscard]] Duration duration_of(std::size_t bytes) const noexcept;
};

}  // namespace fibrix::simulated
