#include "tools/lab/trial.hpp"

#include <algorithm>

#include "syscalls/sys.hpp"
#include "tools/lab/words.hpp"
#include "tools/usage_error.hpp"

namespace fibrix::lab {
namespace {

// With a cache a job computes tick by tick, because each may do more than one.
void work_warm(std::vector<Cache>& caches, std::size_t number, const Job& job) {
    for (const auto& each : job.bursts) {
        for (auto left = (each.compute + tick - Duration(1)) / tick; left > 0;) {
            sys::compute(tick).value();
            left -= caches[static_cast<std::size_t>(sys::present_processor())].ran(number, job.working_set);
        }
        if (each.wait > Duration::zero()) wait_until(saturating_add(sys::now(), each.wait));
    }
}

double ratio(Duration part, Duration whole) {
    return whole > Duration::zero() ? static_cast<double>(part.count()) / static_cast<double>(whole.count()) : 0;
}

double fairness(const Trial& trial) {
    double sum = 0, squares = 0, count = 0;
    for (std::size_t i = 0; i < trial.record.fates.size(); ++i) {
        const Fate& fate = trial.record.fates[i];
        const auto wanted = fate.turnaround() - fate.blocked;
        if (wanted <= Duration::zero()) continue;
        const auto tickets = std::max(trial.workload->jobs[i].scheduling.tickets, 1u);
        const double share = ratio(fate.computed, wanted) / tickets;
        sum += share;
        squares += share * share;
        ++count;
    }
    return squares > 0 ? sum * sum / (count * squares) : 1;
}

std::uint64_t switches(const Record& record) {
    std::map<int, std::size_t> last;
    std::uint64_t count = 0;
    for (const auto& span : record.spans) {
        const auto [place, fresh] = last.try_emplace(span.processor, span.job);
        if (!fresh && std::exchange(place->second, span.job) != span.job) ++count;
    }
    return count;
}

void summarise(Trial& trial) {
    Duration computed{};
    for (std::size_t i = 0; i < trial.record.fates.size(); ++i) {
        Fate& fate = trial.record.fates[i];
        if (fate.first == never) fate.first = fate.end;
        trial.average.response += as_number(fate.response());
        trial.average.turnaround += as_number(fate.turnaround());
        trial.average.wait += as_number(fate.wait());
        trial.missed += fate.end > trial.workload->jobs[i].scheduling.deadline ? 1 : 0;
        computed += fate.computed;
    }
    const auto jobs = static_cast<double>(trial.record.fates.size());
    for (double* each : {&trial.average.response, &trial.average.turnaround, &trial.average.wait}) *each /= jobs;
    trial.fairness = fairness(trial);
    trial.utilisation = ratio(computed, trial.workload->conditions.processors * trial.record.end.time_since_epoch());
    trial.switches = switches(trial.record);
}

}  // namespace

Trial run_trial(const Workload& workload, std::unique_ptr<Policy> policy, std::string policy_text) {
    Trial trial{.policy = std::move(policy_text), .workload = &workload};
    std::vector<Cache> caches(static_cast<std::size_t>(workload.conditions.processors), Cache(workload.cache));
    Experiment experiment(std::move(policy), workload.conditions);
    for (std::size_t number = 0; number < workload.jobs.size(); ++number) {
        const Job& job = workload.jobs[number];
        std::function<void()> body;
        if (workload.has_caches && job.program.empty()) body = [&, number] { work_warm(caches, number, job); };
        experiment.add(job, std::move(body));
    }
    trial.record = experiment.run();
    trial.output = std::move(experiment.output);
    if (!trial.record.wrong.empty()) throw UsageError("the jobs do not come to an end: " + trial.record.wrong);
    if (workload.has_caches)
        for (const auto& each : caches)
            trial.warm.push_back(
                ratio(static_cast<std::int64_t>(each.warm_ticks()) * tick, trial.record.end.time_since_epoch()));
    summarise(trial);
    return trial;
}

}  // namespace fibrix::lab
