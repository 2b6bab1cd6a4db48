// A program, as something that can be run: booted anew each time, with a console that nobody sees.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "syscalls/program/start.hpp"
#include "tools/explore/leaks.hpp"
#include "tools/explore/runnable.hpp"

namespace fibrix::explore {

class ProgramRun final : public Runnable {
public:
    ProgramRun(FoundProgram program, std::vector<std::string> arguments)
        : found_(std::move(program)), arguments_(std::move(arguments)) {}

    [[nodiscard]] std::string name() const override { return std::string(found_.program->name); }
    void begin(Kernel& kernel) override;
    std::string check() override { return {}; }
    std::string leaks() override { return leaks_ ? leaks_->found() : std::string(); }
    void clear(Kernel& kernel) override { kernel.reset(); }
    [[nodiscard]] std::string blame(const Task& task, std::uint32_t number) const override;
    [[nodiscard]] std::string name_of(std::uint32_t task) const override;

private:
    FoundProgram found_;
    std::vector<std::string> arguments_;
    std::optional<LeaksAtEnd> leaks_;
    const Process* ended_ = nullptr;  // the process that has ended last, which may be there no more
    std::string last_words_;          // of it
};

}  // namespace fibrix::explore
