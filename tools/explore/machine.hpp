// The machine: a kernel in which requests are held, and what is run on it again and again.
#pragma once

#include <memory>
#include <string>

#include "kernel/kernel.hpp"
#include "tools/explore/held_tasks.hpp"
#include "tools/explore/searching_world.hpp"

namespace fibrix::explore {

class Machine {
public:
    Machine(Runnable& runnable, const Options& options);
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;
    ~Machine();

    /// One execution, from the beginning to its end.
    Ending run(Decider& decider);
    /// What was wrong with the last one, in words.
    [[nodiscard]] const std::string& what() const noexcept { return what_; }
    [[nodiscard]] const Schedule& schedule() const noexcept { return held_->schedule(); }
    /// Longer executions count as ones that may not end.
    void limit_steps(std::uint64_t most) noexcept { held_->limit_steps(most); }
    [[nodiscard]] std::uint64_t max_steps() const noexcept { return held_->max_steps(); }
    /// Executions that are cut are unwound, instead of being run to their end unseen.
    void unwind_what_is_cut(bool unwinds) noexcept { unwinds_ = unwinds; }
    void leave_trail(Trail* trail) noexcept { held_->leave_trail(trail); }
    [[nodiscard]] std::uint32_t number_of(const Task& task) const noexcept { return held_->number_of(task); }
    [[nodiscard]] bool is_time(std::uint32_t number) const noexcept { return held_->is_time(number); }
    /// Of a number in schedules.
    [[nodiscard]] std::string name_of(std::uint32_t number) const;
    [[nodiscard]] Kernel& kernel() noexcept { return kernel_; }
    [[nodiscard]] Runnable& runnable() noexcept { return runnable_; }
    [[nodiscard]] SimulatedWorld& world() noexcept { return world_.inside(); }

private:
    Runnable& runnable_;
    bool free_time_, unwinds_ = false;
    SearchingWorld world_;
    HeldTasks* held_ = nullptr;  // the kernel's policy
    Kernel kernel_;
    std::string what_;
};

}  // namespace fibrix::explore
