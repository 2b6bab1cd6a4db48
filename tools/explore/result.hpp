// What a search has found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fibrix::explore {

enum class Failure : std::uint8_t {
    none,
    assertion,    // a task failed, or the final check
    deadlock,     // nobody can go on
    lost_wakeup,  // the same, and somebody waits for a signal that was given before it waited
    never_ends,   // from some state on no continuation was found that ends, though somebody can always go
    livelock,     // going on in turns does not end, though it could
    leak,         // something was left behind at the end
    crash,        // a fault, a stack overflow
};

/// One step of an execution that is shown.
struct Step {
    unsigned task = 0;                 ///< as in schedules: tasks are numbered from 0 in the order of their beginning
    std::string request, result;       ///< as strace writes them
    bool preemption = false;           ///< the task before could have gone on
    std::optional<std::size_t> value;  ///< of a free choice made in this step
};

/// An execution that failed.
struct Counterexample {
    Failure failure = Failure::none;
    std::string what;               ///< the assertion's text, or who waits for whom, a line each
    std::string schedule;           ///< "v1:0*3.1.2*5@1f03c5d2"
    bool ends_the_process = false;  ///< in which it is made, with all that the process would say
    bool followed = true;           ///< false: it was asked for, but does not fit the program
    std::string again;              ///< the command line that makes it again
    std::string replay;             ///< and how to go through it, if that can be
    std::uint64_t max_steps = 0;    ///< with which it was made
    unsigned preemptions = 0;
    bool fewest = true;  ///< no execution fails with fewer preemptions; false: not all of those were tried
    std::vector<Step> steps;
    std::vector<std::string> tasks;       ///< their names
    std::optional<std::size_t> critical;  ///< the step after which every continuation fails
};

struct Result {
    std::string name;
    bool complete = false;         ///< everything within the bounds asked for was searched
    bool bounded = false;          ///< there was a bound, or chance: it does not speak for all schedules
    std::uint64_t executions = 0;  ///< that went to their end: all tasks ended, deadlock or failure
    std::uint64_t blocked = 0;     ///< that were cut, because all that could follow was known
    std::uint64_t unended = 0;     ///< that were longer than the limit of steps, but only because they were not fair
    std::uint64_t classes = 0;     ///< different classes of equivalent schedules among the executions
    std::uint64_t deadlocks = 0;   ///< classes that end in one
    std::uint64_t failures = 0;    ///< classes that fail in another way
    std::uint64_t hash = 0;        ///< chain hash over the events of all executions
    std::optional<std::uint64_t> interleavings;
    std::optional<unsigned> min_preemptions;  ///< the fewest of any failing execution
    std::optional<Counterexample> counterexample;
    double seconds = 0;
};

}  // namespace fibrix::explore
