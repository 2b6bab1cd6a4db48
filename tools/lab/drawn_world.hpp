// The World of an experiment: a simulated one, in which what the policy draws may be given.
#pragma once

#include <cstring>
#include <functional>

#include "kernel/world/simulated_world.hpp"

namespace fibrix::lab {

class DrawnWorld final : public World {
public:
    explicit DrawnWorld(std::uint64_t seed) : inside_(seed) {}

    /// What a policy draws comes from `source`, which is given the number of the processor it draws for.
    void draw_from(std::function<std::uint64_t(int)> source) { source_ = std::move(source); }
    [[nodiscard]] SimulatedWorld& inside() noexcept { return inside_; }

    Time now() override { return inside_.now(); }
    std::int64_t calendar() override { return inside_.calendar(); }
    bool submit(Operation& operation) override { return inside_.submit(operation); }
    bool cancel(Operation& operation) override { return inside_.cancel(operation); }
    void wait(Time deadline, Operations& completed) override { inside_.wait(deadline, completed); }
    [[nodiscard]] bool expects_something() const override { return inside_.expects_something(); }
    std::size_t choose(Choice kind, std::size_t options) override { return inside_.choose(kind, options); }
    void entropy(std::uint64_t stream, std::span<std::byte> bytes) override {
        constexpr std::uint64_t policies = 0x5c4ed00000000000, most = 0xffff;
        const bool drawn = source_ && stream - policies <= most && bytes.size() == sizeof(std::uint64_t);
        if (!drawn) return inside_.entropy(stream, bytes);
        const auto value = source_(static_cast<int>(stream - policies));
        std::memcpy(bytes.data(), &value, sizeof value);
    }
    [[nodiscard]] std::string_view name() const noexcept override { return "lab"; }
    void reset() override { inside_.reset(); }

private:
    SimulatedWorld inside_;
    std::function<std::uint64_t(int)> source_;
};

}  // namespace fibrix::lab
