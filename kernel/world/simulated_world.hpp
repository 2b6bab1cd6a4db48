// The simulated World: time that stands still while anything can run, and jumps to the next instant when all wait.
//
// Everything is a function of the seed and of what is read. There is a network, on which this is one host, alone or
// among others, and a disk, which is empty at first; its directories are called sim:/ and so on. There is a console:
// its output goes to a sink and its input is a script, or both are somebody else's.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "kernel/result.hpp"
#include "kernel/world/world.hpp"

namespace fibrix {

namespace simulated {
class Disk;
class Simulation;
}  // namespace simulated

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
    explicit SimulatedWorld(std::uint64_t seed = 0);
    /// One of several hosts, which share time and the network. Whoever drives them lets time pass.
    SimulatedWorld(simulated::Simulation& shared, std::string host);
    ~SimulatedWorld() override;

    Time now() override;
    /// The calendar of a simulation begins on 2000-01-01.
    std::int64_t calendar() override;
    bool submit(Operation& operation) override;
    bool cancel(Operation& operation) override;
    void wait(Time deadline, Operations& completed) override;
    [[nodiscard]] bool expects_something() const override;
    std::size_t choose(Choice kind, std::size_t options) override;
    void entropy(std::uint64_t stream, std::span<std::byte> bytes) override;
    [[nodiscard]] std::string_view name() const noexcept override { return host_name_; }
    void reset() override;

    /// Lets time pass. Nothing that was due in between is skipped: the kernel sees it at its next look.
    void advance(Duration span) noexcept;
    /// Has the calendar say so much more than the time that has passed.
    void shift_calendar(Duration span) noexcept { shift_ += span; }
    /// Where what is written to descriptors 1 and 2 goes; without a sink it is dropped.
    void on_output(std::function<void(Outside, std::string_view)> sink) { sink_ = std::move(sink); }
    /// What reading descriptor 0 will give, after which it is at its end.
    void set_input(std::string text) { input_ = std::move(text), input_read_ = 0; }
    /// Takes the place of sink and script; must outlive this World.
    void connect(SimulatedConsole& console) noexcept { console_ = &console; }
    /// Without power nothing that is asked for has any effect; what waits ends with ECANCELED, and the disk loses what
    /// the faults say of what was not synced.
    void set_power(bool on);
    /// Null: none was used.
    [[nodiscard]] const simulated::Disk* disk() const noexcept { return disk_.get(); }
    [[nodiscard]] simulated::Simulation& simulation() noexcept { return simulation_; }
    /// Which of the network's hosts this is.
    std::size_t host();

private:
    bool read(Operation& operation);
    void write(Operation& operation);
    bool submit_to_console(Operation& operation);
    bool submit_to_disk(Operation& operation);
    std::uint64_t draw(std::uint64_t stream);

    std::unique_ptr<simulated::Simulation> own_;
    simulated::Simulation& simulation_;
    std::string host_name_;
    std::optional<std::size_t> host_;
    std::uint64_t seed_;
    std::map<std::uint64_t, std::uint64_t> drawn_;  // by stream: how much has been taken from it
    Operations finished_;                           // complete, to be handed over
    Duration shift_{};
    bool powered_ = true;
    std::unique_ptr<simulated::Disk> disk_;  // made at its first use
    std::function<void(Outside, std::string_view)> sink_;
    std::string input_;
    std::size_t input_read_ = 0;
    SimulatedConsole* console_ = nullptr;
};

}  // namespace fibrix
