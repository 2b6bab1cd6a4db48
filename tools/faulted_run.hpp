// One run of a program in simulated time and in a process of its own, with one request of it failing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/launch.hpp"

namespace fibrix {

/// Which request fails, counted from 1, and how; 0: none.
struct Fault {
    std::uint64_t request = 0;
    Errno error{};
};

/// A request that was made, which could fail.
struct MadeRequest {
    std::uint64_t number = 0;  // counted from 1, among all of the process
    const Syscall* syscall = nullptr;
};

/// What there still is at a moment at which there should be nothing more than without a fault.
struct Left {
    std::uint64_t tasks = 0;    ///< that have not ended, of whatever process but the company's
    std::uint64_t handles = 0;  ///< of the program
};

/// What was seen of a run.
struct RunReport {
    int code = -1;                 ///< exit code; 128 and the signal if the host has ended it
    bool unending = false;         ///< it was ended because it took too long
    std::uint64_t requests = 0;    ///< of the process
    std::int64_t time = 0;         ///< nanoseconds of simulated time
    Left when_client_ended;        ///< nothing if the program ended before
    Left when_ended;               ///< handles: when its last task had ended
    int client_code = -1;          ///< the client's exit code
    std::int64_t lost_blocks = 0;  ///< how many more are alive after the second such run than after the first
    std::string output, errors;
};

class FaultedRuns {
public:
    explicit FaultedRuns(Launch launch);
    FaultedRuns(const FaultedRuns&) = delete;
    FaultedRuns& operator=(const FaultedRuns&) = delete;
    ~FaultedRuns();

    /// Longest run: so many requests, so much simulated time.
    void set_bounds(std::uint64_t requests, std::int64_t time) noexcept {
        most_requests_ = requests, most_time_ = time;
    }
    RunReport run(Fault fault);
    /// In this process, to be looked at; gives the exit code.
    int run_visibly(Fault fault);
    /// The requests of the last run that could have failed, in order.
    [[nodiscard]] std::vector<MadeRequest> made() const;

private:
    struct Shared;
    [[noreturn]] void be_the_run(Fault fault);
    void run_once(Fault fault);
    static std::string contents(int file);

    Launch launch_;
    std::string input_text_;
    int input_, output_, errors_;
    Shared* shared_ = nullptr;  // with the process of the run
    std::uint64_t most_requests_;
    std::int64_t most_time_;
    int exit_code_ = 0;  // of the last run, in its own process
};

}  // namespace fibrix
