#include "kernel/world/simulated/latency.hpp"

namespace fibrix::simulated {

Duration Latency::draw(Chance& chance) const {
    if (model == Model::constant) return least;
    if (model == Model::uniform) return chance.between(least, most);
    constexpr int most_doublings = 10;
    int doublings = 0;
    for (auto bits = chance.draw(); doublings < most_doublings && (bits & 1) == 1; bits >>= 1) ++doublings;
    return chance.between(least, least * 2) * (1 << doublings);
}

Duration Latency::duration_of(std::size_t bytes) const noexcept {
    constexpr std::uint64_t billion = 1'000'000'000;
    return bytes_per_second == 0 ? Duration{} : Duration(static_cast<std::int64_t>(bytes * billion / bytes_per_second));
}

}  // namespace fibrix::simulated
