// The shell's jobs: the programs it has started in the background.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "syscalls/sys.hpp"

namespace fibrix::sh {

struct Job {
    ProcessId id;
    std::string command;
    std::optional<ExitStatus> status{};  ///< once it has ended and was waited for
};

class Jobs {
public:
    void add(ProcessId id, std::string command) { jobs_.push_back({last_ = id, std::move(command)}); }
    /// The id of the job that was started last; empty if none was.
    [[nodiscard]] std::string last() const { return last_.valid() ? to_string(last_) : ""; }
    [[nodiscard]] const std::vector<Job>& all() const noexcept { return jobs_; }
    /// Takes the status of every job that has ended, waiting for none.
    void look();
    /// Waits until `id` has ended, and forgets it. Errors: ESRCH, ECHILD, EDEADLK.
    Result<ExitStatus> wait(TaskId id);
    /// Waits until all have ended, and forgets them.
    void wait_for_all();
    /// Forgets the jobs that have ended, and gives them.
    std::vector<Job> take_ended();

private:
    Job* find(TaskId id) noexcept;

    std::vector<Job> jobs_;
    ProcessId last_;
};

}  // namespace fibrix::sh
