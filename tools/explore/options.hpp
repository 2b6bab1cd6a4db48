// How to search: the options of `fibrix explore`.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace fibrix::explore {

enum class Strategy : std::uint8_t {
    dfs,     // every schedule, by an odometer of choices
    sleep,   // sleep sets: one complete execution of each class of equivalent schedules
    dpor,    // source sets with sleep sets: the same, and fewer that are cut
    random,  // at each step any task that can go
    pct,     // random priorities with a few random changes (Burckhardt and others, 2010)
    pos,     // random priorities, drawn anew after a conflict (Yuan, Yang, Gu, 2018)
};

struct Progress {
    std::uint64_t executions = 0, classes = 0, blocked = 0;
    double per_second = 0;
    std::optional<double> estimate;  ///< of all executions there are
};

struct Options {
    Strategy strategy = Strategy::dpor;
    std::optional<unsigned> max_preemptions;  ///< the classes reachable with so many; searched depth first
    std::optional<unsigned> max_delays;       ///< departures from the default order; searched depth first
    std::uint64_t max_executions = 0;         ///< 0: no limit
    double max_seconds = 0;                   ///< 0: no limit
    std::uint64_t max_steps = 20'000;         ///< of one execution; beyond it counts as a livelock
    std::uint64_t seed = 0;
    unsigned pct_depth = 3;
    unsigned jobs = 0;              ///< processes that search; 0: this one. Their number changes no count
    bool stop_at_failure = false;   ///< else the search goes on to its end, counting
    bool interleavings = false;     ///< count all schedules too, without reduction
    bool minimise = true;           ///< find the shortest interleaving of the failure that is reported
    bool verify_reduction = false;  ///< compare with sleep sets alone
    bool free_time = false;         ///< each expiry of a timer is a choice; else time passes when nobody can go
    bool plain_memory = false;      ///< the code between two requests is a step for itself
    bool ignore_console = false;    ///< output of different tasks may go in any order
    bool count_classes = true;      ///< random strategies: how many classes were seen (costs memory and time)
    std::string schedule;           ///< if not empty: run only this one, such as "v1:0*3.1.2*5"
    std::function<void(const Progress&)> on_progress;  ///< called now and then
};

}  // namespace fibrix::explore
