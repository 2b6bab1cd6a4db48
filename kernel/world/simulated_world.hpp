// The simulated World: time that stands still while anything can run, and jumps to the next instant when all wait.
//
// Everything is a function of the seed and of what is read. There is a console: its output goes to a sink and its input
// is a script, or both are somebody else's.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "kernel/result.hpp"
#include "kernel/world/world.hpp"

namespace fibrix {

/// What lies behind the descriptors of a simulated World. May block: simulated time stands still meanwhile.
class SimulatedConsole {
public:
    SimulatedConsole() = default;
    SimulatedConsole(const SimulatedConsole&) = delete;
    SimulatedConsole& operator=(const SimulatedConsole&) = delete;
    virtual ~SimulatedConsole() = default;

    /// How many bytes were read, 0 at the end. EINTR: none will come, because a person has asked for the end.
    virtual Result<std::size_t> read(Outside descriptor, std::span<std::byte> room) = 0;
    virtual Result<std::size_t> write(Outside descriptor, std::span<const std::byte> bytes) = 0;
    virtual bool is_terminal(Outside descriptor) = 0;
};

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
    /// Takes the place of sink and script; must outlive this World.
    void connect(SimulatedConsole& console) noexcept { console_ = &console; }

private:
    bool read(Operation& operation);
    void write(Operation& operation);
    std::uint64_t draw(std::uint64_t stream);

    std::uint64_t seed_;
    std::map<std::uint64_t, std::uint64_t> drawn_;  // by stream: how much has been taken from it
    Time now_{};
    std::function<void(Outside, std::string_view)> sink_;
    std::string input_;
    std::size_t input_read_ = 0;
    SimulatedConsole* console_ = nullptr;
};

}  // namespace fibrix
