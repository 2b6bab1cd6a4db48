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
    [[nodiscard]] Kernel& kernel() noexcept { return kernel_; }
    [[nodiscard]] Runnable& runnable() noexcept { return runnable_; }
    [[nodiscard]] SimulatedWorld& world() noexcept { return world_.inside(); }

private:
    Runnable& runnable_;
    SearchingWorld world_;
    HeldTasks* held_ = nullptr;  // the kernel's policy
    Kernel kernel_;
    std::string what_;
};

}  // namespace fibrix::explore
