// The chain hash: one number over everything that has happened in a kernel, event by event.
//
// Same binary, program, seed and options: same hash. What goes into it is a task's id, its state, its requests and
// results as the codec writes them, and the policy's decisions; never an address, a time of the host or a notice. So it
// depends neither on who else watches nor on how the binary was compiled.
#pragma once

#include <cstdint>
#include <vector>

#include "kernel/observer.hpp"
#include "kernel/observers/running_hash.hpp"

namespace fibrix {

class ChainHash : public Observer {
public:
    void transition(const Task& task, State from, State to) override;
    void taken(const Task& task, const Syscall& syscall, const Trap& trap) override;
    void answered(const Task& task, const Syscall& syscall, const Trap& trap) override;
    void decided(const Decision& decision) override;

    [[nodiscard]] std::uint64_t value() const noexcept { return hash_.value(); }
    [[nodiscard]] std::uint64_t steps() const noexcept { return steps_; }  ///< requests taken

private:
    enum class Event : std::uint8_t { transition = 1, taken, answered, decided };
    void add(Event event, const Task& task, std::uint64_t detail) noexcept;

    RunningHash hash_;
    std::uint64_t steps_ = 0;
    std::vector<std::byte> bytes_;  // kept for its room
};

}  // namespace fibrix
