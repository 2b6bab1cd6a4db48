// The replaying World: says what a recording says, and touches nothing outside.
//
// It is asked the same things in the same order as the World that was recorded, because the same code runs. Where it is
// asked something else, the replay has diverged. That, the cut of a recording and its damage end the replay: who has
// made this World is told, and should leave at once; else everything fails and the system is shut down.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kernel/observers/chain_hash.hpp"
#include "kernel/syscall_table.hpp"
#include "kernel/world/recording/entry.hpp"
#include "kernel/world/recording/recording_file.hpp"
#include "kernel/world/world.hpp"

namespace fibrix {

/// Why a replay has come to its end, and in words where it stood.
struct ReplayEnd {
    enum class Kind : std::uint8_t { complete, cut, diverged, damaged, interrupted };
    Kind kind = Kind::complete;
    std::string text;
};

class ReplayingWorld final : public World {
public:
    /// `person` is asked for interrupts alone: Ctrl-C ends the replay. All outlive this.
    ReplayingWorld(const RecordingFile& file, const SyscallTable& table, std::string name, const World& person)
        : file_(file), table_(table), name_(std::move(name)), person_(person) {}

    /// Called once. `complete` is the end of a recording that is whole.
    std::function<void(const ReplayEnd&)> on_end;
    /// What was written to a descriptor of the console.
    std::function<void(Outside, std::span<const std::byte>)> on_output;
    [[nodiscard]] const std::optional<ReplayEnd>& ended() const noexcept { return ended_; }

    Time now() override;
    Time glance() override { return time_; }
    std::int64_t calendar() override;
    bool submit(Operation& operation) override;
    bool cancel(Operation& operation) override;
    void wait(Time deadline, Operations& completed) override;
    std::size_t choose(Choice kind, std::size_t options) override;
    void entropy(std::uint64_t stream, std::span<std::byte> bytes) override;
    [[nodiscard]] std::string_view name() const noexcept override { return name_; }
    Keyboard take_keyboard() override;

private:
    friend class StepChecker;

    /// The small part of the next entry, if it is of `kind`; else the replay ends. `question`: what is asked now.
    std::optional<std::uint8_t> next(EntryKind kind, const std::function<std::string()>& question);
    bool takes_rare(RareEntry which);
    bool refill();
    [[nodiscard]] std::string describe_next() const;
    std::uint64_t counted(std::uint8_t small) { return small < small_limit ? small : in_.varint(); }
    void end(ReplayEnd::Kind kind, std::string text);
    void diverge(const std::string& question);
    bool fine();
    void take_interrupts();
    std::uint32_t take_ticket(Operation& operation);
    void give_back(std::uint32_t ticket);
    void complete_one(Operations& completed);
    void show(const Operation& operation) const;

    const RecordingFile& file_;
    const SyscallTable& table_;
    std::string name_;
    const World& person_;
    std::size_t chunk_ = 0;  // the next one
    VarintReader in_;
    Time time_{};
    std::int64_t calendar_ = 0;
    std::uint64_t step_ = 0;
    std::vector<Operation*> pending_;  // by ticket
    std::vector<std::uint32_t> free_tickets_;
    std::optional<ReplayEnd> ended_;
};

/// Compares each request with the one that was recorded, and the chain hash now and then.
class StepChecker : public ChainHash {
public:
    explicit StepChecker(ReplayingWorld& world) noexcept : world_(world) {}
    void taken(const Task& task, const Syscall& syscall, const Trap& trap) override;
    /// The run is over, with this exit code.
    void finish(int exit_code);

private:
    bool same_hash();
    void tell_of_hash(const std::string& what);

    ReplayingWorld& world_;
    TaskId last_;
};

}  // namespace fibrix
