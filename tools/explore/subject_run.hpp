// A subject, as something that can be run: its tasks are those of a process whose first task never runs.
#pragma once

#include "tools/explore/leaks.hpp"
#include "tools/explore/runnable.hpp"
#include "tools/explore/subject.hpp"

namespace fibrix::explore {

class SubjectRun final : public Runnable {
public:
    explicit SubjectRun(const Subject& subject) : subject_(subject) {}

    [[nodiscard]] std::string name() const override { return subject_.name; }
    void begin(Kernel& kernel) override;
    std::string check() override { return subject_.check ? subject_.check() : std::string(); }
    std::string leaks() override { return describe_open_handles(*process_, 0); }
    void clear(Kernel& kernel) override;
    [[nodiscard]] std::string blame(const Task& task, std::uint32_t number) const override;
    [[nodiscard]] std::string name_of(std::uint32_t task) const override;
    [[nodiscard]] std::uint32_t first_slot() const noexcept override { return 2; }

private:
    const Subject& subject_;
    Process* process_ = nullptr;  // null: to be started anew
};

/// In words, how a task has ended that should not have ended so.
std::string describe_end(const Task& task);

}  // namespace fibrix::explore
