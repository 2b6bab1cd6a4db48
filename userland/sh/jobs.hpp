// The shell's jobs: pipelines that run in the background or are stopped. Each is a process or several.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "syscalls/sys.hpp"

namespace fibrix::sh {

struct Member {
    ProcessId id{};                      ///< invalid: it could not be started
    std::optional<ExitStatus> status{};  ///< once it has ended and was waited for
    bool subshell = false;               ///< the shell's own code: its status is not folded
    bool stopped = false;
};

struct Job {
    enum class State : std::uint8_t { running, stopped, ended };

    int number = 0;     ///< as %1; 0: it has never been in the background
    ProcessId group{};  ///< invalid: it is in the shell's own
    std::vector<Member> members{};
    std::string command{};

    [[nodiscard]] State state() const noexcept;
    /// In words, such as "stopped by SIGTSTP".
    [[nodiscard]] std::string describe() const;
    /// As $? shows it: that of the last member.
    [[nodiscard]] int status() const noexcept;
    [[nodiscard]] bool has(ProcessId id) const noexcept;
    [[nodiscard]] bool ended_by(Signal signal) const noexcept;
    /// To its group, or else to each of its members. False if there is nobody left.
    bool send(Signal signal) const;
};

class Jobs {
public:
    /// Waits until every member has ended, or `or_stopped`. Parks. False if the wait was interrupted.
    static bool wait(Job& job, bool or_stopped);

    /// Gives it a number, if it has none. The reference is good until the next change.
    Job& add(Job job);
    /// The last one; empty if there is none.
    [[nodiscard]] Job* current() noexcept;
    /// By "%2", "%%", "%+", or the id of a member.
    Job* find(const std::string& name) noexcept;
    /// Takes it out of the list.
    Job take(const Job& job);
    [[nodiscard]] std::vector<Job>& all() noexcept { return jobs_; }
    /// Takes what has happened to them meanwhile, waiting for nothing.
    void look();
    /// Forgets those that have ended, and gives them.
    std::vector<Job> take_ended();
    /// $!: of the process that was started last in the background; empty if none was.
    [[nodiscard]] const std::string& last() const noexcept { return last_; }
    void set_last(ProcessId id) { last_ = to_string(id); }
    /// In a subshell: the jobs are the parent's.
    void forget() noexcept { jobs_.clear(); }

private:
    std::vector<Job> jobs_;
    std::string last_;
};

}  // namespace fibrix::sh
