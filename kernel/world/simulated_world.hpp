// The simulated World: time that stands still while anything can run, and jumps to the next instant when all wait.
//
// Everything is a function of the seed. There is a console, whose output goes to a sink and whose input is a script.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "kernel/world/world.hpp"

namespace fibrix {

class SimulatedWorld final : public World {
public:
    explicit SimulatedWorld(std::uint64_t seed = 0) noexcept : seed_(seed) {}

    Time now() override { return now_; }
    /// The calendar of a simulation begins on 2000-01-01.
    std::int64_t calendar() override { return 946'684'800'000'000'000 + now_.time_since_epoch().count(); }
    bool submit(Operation& operation) override;
    bool cancel(Operation& operation) override;
    void wait(Time deadline, Operations& completed) override;
    std::size_t choose(Choice kind, std::size_t options) override;
    void entropy(std::uint64_t stream, std::span<std::byte> bytes) override;
    [[nodiscard]] std::string_view name() const noexcept override { return "sim"; }
    void reset() override;

    /// Lets time pass. Nothing that was due in between is skipped: the kernel sees it at its next look.
    void advance(Duration span) noexcept { now_ += span; }
    /// Where what is written to descriptors 1 and 2 goes; without a sink it is dropped.
    void on_output(std::function<void(Outside, std::string_view)> sink) { sink_ = std::move(sink); }
    /// What reading descriptor 0 will give, after which it is at its end.
    void set_input(std::string text) { input_ = std::move(text), input_read_ = 0; }

private:
    std::uint64_t draw(std::uint64_t stream);

    std::uint64_t seed_;
    std::map<std::uint64_t, std::uint64_t> drawn_;  // by stream: how much has been taken from it
    Time now_{};
    std::function<void(Outside, std::string_view)> sink_;
    std::string input_;
    std::size_t input_read_ = 0;
};

}  // namespace fibrix
