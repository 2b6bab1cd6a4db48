// A program, as something that can be run: booted anew each time, with a console that nobody sees.
#pragma once

#include <string>
#include <vector>

#include "syscalls/program/start.hpp"
#include "tools/explore/runnable.hpp"

namespace fibrix::explore {

class ProgramRun final : public Runnable {
public:
    ProgramRun(FoundProgram program, std::vector<std::string> arguments)
        : found_(std::move(program)), arguments_(std::move(arguments)) {}

    [[nodiscard]] std::string name() const override { return std::string(found_.program->name); }
    void begin(Kernel& kernel) override;
    std::string check() override { return {}; }
    void clear(Kernel& kernel) override { kernel.reset(); }
    [[nodiscard]] std::string blame(const Task& task) const override;
    [[nodiscard]] std::string name_of(std::uint32_t task) const override;

private:
    FoundProgram found_;
    std::vector<std::string> arguments_;
    const Process* ended_ = nullptr;  // the process that has ended last, which may be there no more
    std::string last_words_;          // of it
};

}  // namespace fibrix::explore
