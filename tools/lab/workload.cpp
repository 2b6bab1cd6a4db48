#include "tools/lab/workload.hpp"

#include <fmt/format.h>

#include "kernel/policy_settings.hpp"
#include "kernel/world/simulated/chance.hpp"
#include "tools/lab/words.hpp"
#include "tools/usage_error.hpp"

namespace fibrix::lab {
namespace {

constexpr auto usual_wait = 5 * tick;

Duration time_of(std::string_view text, std::string_view where) {
    Duration time{};
    if (!read_duration(text, time)) throw UsageError(fmt::format("{}: '{}' is no time", where, text));
    return time;
}

std::string name_of(std::size_t number) {
    std::string name(1, static_cast<char>('a' + number % 26));
    return number < 26 ? name : name + std::to_string(number / 26);
}

}  // namespace

void check_processors(const Workload& workload, const std::string& name) {
    const auto there = (std::uint64_t{2} << (workload.conditions.processors - 1)) - 1;
    for (const auto& job : workload.jobs)
        if (job.scheduling.processors != 0 && (job.scheduling.processors & there) == 0)
            throw UsageError(
                fmt::format("workload '{}': job '{}' may run on no processor that is there", name, job.name));
}

std::vector<Burst> in_bursts(Duration run, Duration every, Duration wait) {
    constexpr auto most = 100'000;
    if (every > Duration::zero() && run / every > most) throw UsageError("a job has more than 100000 bursts");
    std::vector<Burst> bursts;
    for (; every > Duration::zero() && run > every; run -= every) bursts.push_back({every, wait});
    bursts.push_back({run, {}});
    return bursts;
}

std::vector<Job> parse_jobs(std::string_view text) {
    std::vector<Job> jobs;
    for (const auto piece : split(text, ',')) {
        const auto where = fmt::format("--jobs: '{}'", piece);
        const auto fields = split(piece, ':');
        if (fields.size() < 2 || fields.size() > 4) throw UsageError(where + ": ARRIVAL:RUN[:EVERY[:WAIT]] is needed");
        const auto every = fields.size() > 2 ? time_of(fields[2], where) : Duration::zero();
        const auto wait = fields.size() > 3 ? time_of(fields[3], where) : usual_wait;
        Job job{.name = name_of(jobs.size()), .arrival = Time(time_of(fields[0], where))};
        job.bursts = in_bursts(time_of(fields[1], where), every, wait);
        job.scheduling.burst = job.computes();
        jobs.push_back(std::move(job));
    }
    if (jobs.empty()) throw UsageError("--jobs: there is no job in it");
    return jobs;
}

std::vector<Job> random_jobs(std::uint64_t seed, std::size_t count, bool waits) {
    constexpr std::uint64_t longest = 20, latest = 12, most_tickets = 4;
    std::uint64_t drawn = 0;
    const auto draw = [&](std::uint64_t below) { return simulated::mix(simulated::mix(seed) + drawn++) % below; };
    std::vector<Job> jobs;
    for (std::size_t number = 0; number < count; ++number) {
        Job job{.name = name_of(number)};
        if (number > 0) job.arrival = Time(static_cast<std::int64_t>(draw(latest)) * tick);
        const auto run = static_cast<std::int64_t>(1 + draw(longest)) * tick;
        const bool stops = waits && draw(2) == 0;
        job.bursts = in_bursts(run, stops ? static_cast<std::int64_t>(1 + draw(4)) * tick : Duration::zero(), 3 * tick);
        job.scheduling.burst = run;
        job.scheduling.tickets = static_cast<std::uint32_t>(100 * (1 + draw(most_tickets)));
        job.scheduling.priority = static_cast<std::int32_t>(draw(4));
        job.scheduling.deadline = job.arrival + 2 * run + static_cast<std::int64_t>(draw(latest)) * tick;
        jobs.push_back(std::move(job));
    }
    return jobs;
}

}  // namespace fibrix::lab
