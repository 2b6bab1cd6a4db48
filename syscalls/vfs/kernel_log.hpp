// In the kernel: what it has said lately, for /proc/kmsg. An observer of notices that keeps the last of them.
#pragma once

#include <deque>
#include <string>

#include "kernel/kernel.hpp"

namespace fibrix {

class KernelLog final : public Observer {
public:
    static constexpr std::size_t most = 1000, longest = 1000;  ///< lines, and bytes of each

    explicit KernelLog(Kernel& kernel) : kernel_(kernel) { kernel_.attach(*this); }
    ~KernelLog() override { kernel_.detach(*this); }

    [[nodiscard]] bool watches_tasks() const override { return false; }
    void notice(Level level, const Task* task, std::string_view text) override;
    /// A line each, the oldest first: seconds, level, task, program and text, separated by tabs.
    [[nodiscard]] std::string text() const;

private:
    Kernel& kernel_;
    std::deque<std::string> lines_;
};

}  // namespace fibrix
