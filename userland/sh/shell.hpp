// The shell: runs lines, one command after the other.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "userland/sh/jobs.hpp"
#include "userland/sh/syntax.hpp"

namespace fibrix::sh {

class Shell {
public:
    static constexpr int usage_error = Arguments::usage_error;

    /// At a terminal the shell says more, and goes on after a syntax error.
    explicit Shell(bool at_terminal) noexcept : at_terminal_(at_terminal) {}

    /// Runs all commands of a line.
    void run(const std::string& line);
    /// What a person is told before the next prompt: the jobs that have ended.
    void tell_of_jobs();
    void leave(int status) noexcept { status_ = status, left_ = true; }
    /// One line on standard error, with the place in a script.
    void complain(const std::string& what) const;
    [[nodiscard]] int status() const noexcept { return status_; }
    [[nodiscard]] bool left() const noexcept { return left_; }
    Jobs jobs;

private:
    int run(const Command& command);
    int refuse_start(const std::string& program, Errno why) const;
    int start(std::vector<std::string> words, bool background);

    bool at_terminal_;
    bool left_ = false;
    int status_ = 0;
    std::size_t lines_ = 0;
};

/// A command that the shell does itself.
struct Builtin {
    std::string_view name, usage, help;
    int (*run)(Shell&, const std::vector<std::string>& arguments);
};

/// Null if there is none of that name.
const Builtin* find_builtin(std::string_view name);

}  // namespace fibrix::sh
