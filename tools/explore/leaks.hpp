// What a program leaves behind when its first process ends: tasks that still run or that nobody has waited for, other
// processes, and handles that it has not closed.
//
// The end takes all of that away, so nobody else notices; in one interleaving of many it tells of a way out that was
// forgotten. Looked at when the first task has ended well, before the rest of the process is killed.
#pragma once

#include <string>
#include <vector>

#include "kernel/kernel.hpp"
#include "kernel/observer.hpp"

namespace fibrix::explore {

/// A line for each handle of `process` but the first `given`.
std::string describe_open_handles(const Process& process, std::size_t given);

class LeaksAtEnd final : public Observer {
public:
    explicit LeaksAtEnd(Kernel& kernel) noexcept : kernel_(kernel) {}

    /// `first` begins, with `given` handles.
    void begin(ProcessId first, std::size_t given) { first_ = first, given_ = given, found_.clear(); }
    [[nodiscard]] const std::string& found() const noexcept { return found_; }

    void transition(const Task& ended, State from, State to) override;

private:
    Kernel& kernel_;
    ProcessId first_;
    std::size_t given_ = 0;
    std::string found_;
};

}  // namespace fibrix::explore
