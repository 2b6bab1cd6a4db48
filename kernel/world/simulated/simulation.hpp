// What the hosts of a simulation share: time, faults and the network.
#pragma once

#include <memory>

#include "kernel/world/simulated/network.hpp"

namespace fibrix::simulated {

class Simulation {
public:
    explicit Simulation(std::uint64_t seed) : faults(seed), seed_(seed) {}
    Simulation(const Simulation&) = delete;
    Simulation& operator=(const Simulation&) = delete;
    ~Simulation() = default;

    /// Made at its first use, because most programs need none.
    Network& network() {
        if (!network_) network_ = std::make_unique<Network>(timeline, faults, seed_);
        return *network_;
    }
    [[nodiscard]] bool has_network() const noexcept { return network_ != nullptr; }
    [[nodiscard]] std::uint64_t seed() const noexcept { return seed_; }
    /// Starts over, without any host.
    void reset() {
        timeline.clear();
        network_.reset();
        faults.reset(seed_);
    }

    Timeline timeline{};
    Faults faults;

private:
    std::uint64_t seed_;
    std::unique_ptr<Network> network_{};
};

}  // namespace fibrix::simulated
