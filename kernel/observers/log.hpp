// The log observer: notices, and at the lower levels requests and transitions, as lines of a spdlog logger.
//
// Each line has the World's time, the kernel's name, and the task and program it is about.
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <string>

#include "kernel/kernel.hpp"

namespace fibrix {

class LogObserver final : public Observer {
public:
    LogObserver(Kernel& kernel, std::string kernel_name, std::shared_ptr<spdlog::logger> logger)
        : kernel_(kernel), kernel_name_(std::move(kernel_name)), logger_(std::move(logger)) {}

    [[nodiscard]] bool watches_tasks() const override { return logger_->should_log(spdlog::level::debug); }
    void transition(const Task& task, State from, State to) override;
    void taken(const Task& task, const Syscall& syscall, const Trap& trap) override;
    void answered(const Task& task, const Syscall& syscall, const Trap& trap) override;
    void notice(Level level, const Task* task, std::string_view text) override;

private:
    void line(spdlog::level::level_enum level, const Task* task, std::string_view text);

    Kernel& kernel_;
    std::string kernel_name_;
    std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace fibrix
