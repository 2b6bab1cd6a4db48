// The console of a simulation that a person runs: the descriptors of this host process, read and written as they come.
#pragma once

#include "kernel/world/simulated_world.hpp"

namespace fibrix {

class HostConsole final : public SimulatedConsole {
public:
    /// Waits for input no longer than until `world` is interrupted.
    explicit HostConsole(const World& world) noexcept : world_(world) {}

    Result<std::size_t> read(Outside descriptor, std::span<std::byte> room) override;
    Result<std::size_t> write(Outside descriptor, std::span<const std::byte> bytes) override;
    bool is_terminal(Outside descriptor) override;

private:
    const World& world_;
};

}  // namespace fibrix
