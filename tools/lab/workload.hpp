// A workload: what jobs there are, and on what they run. From the command line, from a file, or from a seed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/lab/cache.hpp"
#include "tools/lab/experiment.hpp"
#include "tools/lab/job.hpp"

namespace fibrix::lab {

struct Workload {
    std::vector<Job> jobs{};
    Conditions conditions{};
    bool has_caches = false;
    CacheModel cache{};
};

/// Reads "0:50:10:5,20:5": arrival, run, after how much computing it waits, and for how long. Throws UsageError.
std::vector<Job> parse_jobs(std::string_view text);
/// Reads a workload file; see README.md. `name` is for what is said when something is wrong. Throws UsageError.
Workload parse_workload(std::string_view text, const std::string& name);
/// Each job has a processor on which it may run; else throws UsageError. `name`: of the workload.
void check_processors(const Workload& workload, const std::string& name);
/// `count` jobs by chance, the same for the same seed; with `waits` some wait now and then.
std::vector<Job> random_jobs(std::uint64_t seed, std::size_t count, bool waits);
/// `run` in pieces of `every`, with a wait in between; in one if `every` is 0.
std::vector<Burst> in_bursts(Duration run, Duration every, Duration wait);

}  // namespace fibrix::lab
