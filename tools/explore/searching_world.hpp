// The World of an execution that is searched: a simulated one whose free choices are the Decider's.
#pragma once

#include <string>

#include "kernel/world/simulated_world.hpp"
#include "tools/explore/held_tasks.hpp"

namespace fibrix::explore {

class SearchingWorld final : public World {
public:
    explicit SearchingWorld(std::uint64_t seed) : inside_(seed) {}

    void ask(HeldTasks* held) noexcept { held_ = held; }
    [[nodiscard]] SimulatedWorld& inside() noexcept { return inside_; }

    Time now() override { return inside_.now(); }
    std::int64_t calendar() override { return inside_.calendar(); }
    bool submit(Operation& operation) override { return inside_.submit(operation); }
    bool cancel(Operation& operation) override { return inside_.cancel(operation); }
    void wait(Time deadline, Operations& completed) override { inside_.wait(deadline, completed); }
    [[nodiscard]] bool expects_something() const override { return inside_.expects_something(); }
    std::size_t choose(Choice, std::size_t options) override {
        return held_ == nullptr ? 0 : held_->choose_value(options);
    }
    void entropy(std::uint64_t stream, std::span<std::byte> bytes) override { inside_.entropy(stream, bytes); }
    [[nodiscard]] std::string_view name() const noexcept override { return "sim"; }
    void reset() override { inside_.reset(); }

private:
    SimulatedWorld inside_;
    HeldTasks* held_ = nullptr;
};

}  // namespace fibrix::explore
