// How a replay notices that a request is another one than was recorded, or that what went before it was.

#include <algorithm>

#include "kernel/task.hpp"
#include "kernel/world/recording/replaying_world.hpp"

namespace fibrix {

void StepChecker::taken(const Task& task, const Syscall& syscall, const Trap& trap) {
    if (world_.ended()) return;
    const auto step = steps() + 1;
    const auto question = [&] { return std::string(syscall.name) + " by task " + to_string(task.id); };
    if (steps() % steps_between_checkpoints == 0 && world_.takes_rare(RareEntry::checkpoint) && !same_hash()) return;
    ChainHash::taken(task, syscall, trap);
    const VarintReader before = world_.refill() ? world_.in_ : VarintReader();
    const auto small = world_.next(EntryKind::step, question);
    if (!small) return;
    world_.step_ = step;
    auto& in = world_.in_;
    const auto hash = in.byte();
    const auto number = in.varint();
    auto whose = last_;
    if ((*small & StepBits::same_task) == 0) {
        whose.slot = static_cast<std::uint32_t>(in.varint());
        whose.generation = static_cast<std::uint32_t>(in.varint());
    }
    if (!world_.fine()) return;
    last_ = task.id;
    if (number != syscall.number || whose != task.id) {
        world_.in_ = before;
        world_.diverge(question());
    } else if (*small >> StepBits::hash_shift != StepBits::in_small(value()) || hash != StepBits::in_byte(value())) {
        tell_of_hash(question());
    }
}

void StepChecker::tell_of_hash(const std::string& what) {
    world_.end(ReplayEnd::Kind::diverged, "at step " + std::to_string(world_.step_) +
                                              " it goes differently: recorded is " + what +
                                              ", and so it is now, but with other arguments, or after other results");
}

// False if everything up to here was not the same; then the replay has ended.
bool StepChecker::same_hash() {
    std::uint64_t recorded = 0;
    const auto bytes = world_.in_.bytes(sizeof recorded);
    std::ranges::copy(bytes, std::as_writable_bytes(std::span(&recorded, 1)).begin());
    if (world_.fine() && recorded != value()) tell_of_hash("everything up to here");
    return !world_.ended();
}

void StepChecker::finish(int exit_code) {
    if (world_.ended()) return;
    if (!world_.takes_rare(RareEntry::end)) {
        if (world_.next(EntryKind::rare,
                        [&] { return "the end of the run, with exit code " + std::to_string(exit_code); }))
            world_.end(ReplayEnd::Kind::diverged, "the run ends, but the recorded one goes on");
        return;
    }
    const bool same = same_hash();
    const auto recorded = static_cast<int>(world_.in_.varint());
    if (!world_.fine() || !same) return;
    if (recorded == exit_code) return world_.end(ReplayEnd::Kind::complete, {});
    world_.end(ReplayEnd::Kind::diverged, "the run ends with exit code " + std::to_string(exit_code) +
                                              ", but the recorded one with " + std::to_string(recorded));
}

}  // namespace fibrix
