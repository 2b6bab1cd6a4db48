// A person's way through a replay: stops at a step, shows the tasks, and asks how it goes on.
//
// To go back is to run again from the beginning, up to a step that is earlier: the binary begins anew.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kernel/kernel.hpp"
#include "kernel/world/recording/replaying_world.hpp"

namespace fibrix {

struct Stop {
    std::string file;
    std::optional<std::uint64_t> at;          ///< the request before which it stops
    std::optional<std::uint64_t> before_end;  ///< else so many before the last
    bool asks = false;                        ///< a person how it goes on; else it stops for good
    bool silent = false;                      ///< nothing is printed before
};

class ReplayStepper final : public StepChecker {
public:
    ReplayStepper(ReplayingWorld& world, Kernel& kernel, Stop stop)
        : StepChecker(world), kernel_(kernel), stop_(std::move(stop)), first_(stop_.at.value_or(0)) {}

    void taken(const Task& task, const Syscall& syscall, const Trap& trap) override;
    void answered(const Task& task, const Syscall& syscall, const Trap& trap) override;
    [[nodiscard]] bool shows_output() const noexcept;
    /// The recording has no more steps.
    void at_end();

private:
    static constexpr std::uint64_t endless = ~std::uint64_t{0};

    void show_tasks(const Task& running, const Syscall& syscall, const Trap& trap) const;
    void ask();
    void ask_at_end();
    bool obey(const std::string& command);
    void go_back(std::string_view rest) const;
    void introduce(const Task& task) const;
    void print_line(const std::string& step, const Task& task, const std::string& text) const;
    [[nodiscard]] double seconds() const;
    [[noreturn]] void run_again(std::uint64_t step) const;

    Kernel& kernel_;
    Stop stop_;
    std::uint64_t first_;  // the step from which on they are printed
    struct {
        const Task* task = nullptr;
        const Syscall* syscall = nullptr;
        const Trap* trap = nullptr;
    } asking_;  // the request before which a person is asked; null at the end
    bool told_ = false;
};

/// Ends this process, with what was printed on its way.
[[noreturn]] void leave(int code);

}  // namespace fibrix
