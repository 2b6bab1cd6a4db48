// The options of the command line that boot and run share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fibrix {

/// A run that goes the way of a schedule of `fibrix explore`, in a World like the explorer's.
struct ScheduledOptions {
    std::string schedule;  // empty: the policy decides
    std::uint64_t max_steps = 0;
    bool free_time = false, plain_memory = false;
};

struct SystemOptions {
    std::string world = "host";
    std::string policy = "batching";
    std::string log_level = "warning";
    std::string watchdog;            // empty: late at boot, else warn
    double watchdog_patience = 1.0;  // seconds of CPU time
    std::uint64_t seed = 0;
    std::vector<std::string> mounts;    // directories of the host: DIRECTORY:/TARGET or DIRECTORY:/TARGET:ro
    std::vector<std::string> load;      // shared objects: families, policies and programs from outside this tree
    std::optional<std::string> record;  // into which file
    std::optional<std::string> trace;   // into which file
    std::optional<int> events;          // the descriptor to write each event to: one of the two runs of a canary
    std::string faults;                 // each: fail every request once; or a plan for a simulation
    ScheduledOptions scheduled;
    std::vector<std::string> servers;  // command lines: who is there before the program, in a simulation
    std::string client;                // a command line: who calls it, and has it end
    bool quiet = false;                // about how it has ended
    bool hash = false;                 // print the chain hash at the end
    bool canary = false;               // run twice and compare
};

struct BootOptions {
    std::optional<std::string> rc;      // else the built-in one, unless there is a script
    std::optional<std::string> script;  // else a shell on the terminal
};

}  // namespace fibrix
