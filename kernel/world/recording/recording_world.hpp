// The recording World: another World, and a note of everything that it says.
//
// It changes nothing but that interrupts are seen when the kernel looks, so that a replay can place them. Whoever only
// watches asks the inner World: `glance`. The observer beside it notes each request, and the chain hash now and then.
#pragma once

#include <optional>
#include <vector>

#include "kernel/observers/chain_hash.hpp"
#include "kernel/world/recording/entry.hpp"
#include "kernel/world/recording/idle_writer.hpp"
#include "kernel/world/recording/recording_file.hpp"
#include "kernel/world/world.hpp"

namespace fibrix {

class RecordingWorld final : public World {
public:
    /// Both outlive this. `real`: the inner World really waits, so what was noted is written meanwhile.
    RecordingWorld(World& inner, RecordingWriter& writer, bool real = false) : inner_(inner), writer_(writer) {
        if (real) idle_.emplace(writer);
    }

    Time now() override;
    Time glance() override { return inner_.glance(); }
    std::int64_t calendar() override;
    bool submit(Operation& operation) override;
    bool cancel(Operation& operation) override;
    void wait(Time deadline, Operations& completed) override;
    std::size_t choose(Choice kind, std::size_t options) override;
    void entropy(std::uint64_t stream, std::span<std::byte> bytes) override;
    void interrupt() noexcept override { inner_.interrupt(); }
    [[nodiscard]] std::string_view name() const noexcept override { return inner_.name(); }
    Keyboard take_keyboard() override;
    void route_keyboard(bool routed) override { inner_.route_keyboard(routed); }
    bool press(bool suspend) noexcept override { return inner_.press(suspend); }
    void reset() override { inner_.reset(); }

    [[nodiscard]] std::uint64_t choices() const noexcept { return choices_; }  ///< how often something was noted
    [[nodiscard]] std::uint64_t payload() const noexcept { return payload_; }  ///< bytes of it that came from outside

private:
    void begin(EntryKind kind, std::uint8_t small) {
        ++choices_;
        writer_.room().push_back(static_cast<std::byte>(entry_byte(kind, small)));
    }
    void begin_counted(EntryKind kind, std::uint64_t count);
    void note_completions(Operations& completed);
    void note_interrupts();
    std::uint32_t take_ticket();

    World& inner_;
    RecordingWriter& writer_;
    std::optional<IdleWriter> idle_;  // of a World that really waits
    Time time_{};
    std::int64_t calendar_ = 0;
    std::vector<std::uint32_t> free_tickets_;
    std::uint32_t tickets_ = 0;
    std::uint64_t choices_ = 0, payload_ = 0;
};

/// Notes each request as a step of the recording.
class StepRecorder final : public ChainHash {
public:
    explicit StepRecorder(RecordingWriter& writer) noexcept : writer_(writer) {}
    void taken(const Task& task, const Syscall& syscall, const Trap& trap) override;
    /// The run is over and this was its exit code: the recording is whole.
    void finish(int exit_code);

private:
    void note_hash(RareEntry which);

    RecordingWriter& writer_;
    TaskId last_;
};

}  // namespace fibrix
