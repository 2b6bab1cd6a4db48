#include "tools/simulate/campaign.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "tools/simulate/report_json.hpp"

namespace fibrix::simulate {
namespace {

using simulated::Fault;
using simulated::FaultNeeds;

// A process of the host that runs every so-many-th seed, and writes a report a line.
struct Worker {
    pid_t process = -1;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> reports{nullptr, &std::fclose};
};

void work(const Campaign& campaign, unsigned number, int out) {
    for (auto at = campaign.first + number; at <= campaign.last && at >= campaign.first; at += campaign.jobs) {
        Run run(campaign.scenario, campaign.seed_of(at), campaign.plan_of(at), campaign.table, nullptr);
        const auto line = to_json(run.run()).dump() + "\n";
        if (::write(out, line.data(), line.size()) != static_cast<ssize_t>(line.size())) return;
        if (at + campaign.jobs < at) return;
    }
}

Worker start(const Campaign& campaign, unsigned number) {
    Worker worker;
    int ends[2] = {-1, -1};
    if (::pipe(ends) != 0) return worker;
    std::fflush(nullptr);
    worker.process = ::fork();
    if (worker.process == 0) {
        ::close(ends[0]);
        work(campaign, number, ends[1]);
        ::_exit(0);
    }
    ::close(ends[1]);
    worker.reports.reset(::fdopen(ends[0], "r"));
    return worker;
}

// False when there is nothing more.
bool read_line(std::FILE* file, std::string& line) {
    line.clear();
    for (int c = 0; (c = std::fgetc(file)) != EOF;) {
        if (c == '\n') return true;
        line += static_cast<char>(c);
    }
    return false;
}

}  // namespace

// What befalls whole hosts depends on what they are; the rest on whether the programs do what it can befall.
Possible possible_faults(const Scenario& scenario, const SyscallTable& table) {
    const auto& hosts = scenario.hosts;
    const bool several = hosts.size() > 1;
    const bool server = std::any_of(hosts.begin(), hosts.end(), [](const auto& host) { return host.serves(); });
    const bool disk = std::any_of(hosts.begin(), hosts.end(), [](const auto& host) { return !host.disk.empty(); });
    Run calm(scenario, 0, {}, table, nullptr);
    calm.run();
    Possible possible{};
    for (std::size_t i = 0; i < possible.size(); ++i) {
        const auto fault = static_cast<Fault>(i);
        switch (kind_of(fault).needs) {
            case FaultNeeds::crash: possible[i] = disk && server; break;
            case FaultNeeds::processes: possible[i] = server; break;
            case FaultNeeds::clock: possible[i] = true; break;
            default: possible[i] = fault == Fault::partition ? several : calm.faults().possible(fault); break;
        }
    }
    return possible;
}

simulated::FaultPlan Campaign::plan_of(std::uint64_t number) const {
    simulated::FaultPlan plan;
    if (faults == "swarm") plan = simulated::FaultPlan::swarm(seed_of(number), possible);
    else simulated::FaultPlan::parse(faults, plan);
    if (blow) plan.at_request[static_cast<std::size_t>(*blow)] = number;
    return plan;
}

std::uint64_t Campaign::count_requests() const {
    simulated::FaultPlan plan;
    simulated::FaultPlan::parse(faults, plan);
    return Run(scenario, seed, plan, table, nullptr).run().requests;
}

// The workers are asked in turn, so that reports come nearly in the order of their seeds.
bool Campaign::run(const std::function<void(const Report&)>& take) const {
    std::vector<Worker> workers;
    for (unsigned number = 0; number < jobs; ++number) workers.push_back(start(*this, number));
    std::string line;
    for (bool any = true; any;) {
        any = false;
        for (auto& worker : workers) {
            if (!worker.reports) continue;
            if (read_line(worker.reports.get(), line)) {
                any = true;
                take(report_from(nlohmann::json::parse(line)));
            } else {
                worker.reports.reset();
            }
        }
    }
    bool whole = true;
    for (const auto& worker : workers) {
        int status = 0;
        if (worker.process > 0) ::waitpid(worker.process, &status, 0);
        whole = whole && status == 0;
    }
    return whole;
}

void Summary::add(const Report& report) {
    ++(report.ending == Ending::passed ? passed : report.ending == Ending::failed ? failed : invalid);
    events += report.events;
    for (std::size_t i = 0; i < faults.size(); ++i) {
        asked[i] += report.plan.wants(static_cast<Fault>(i)) ? 1u : 0u;
        faults[i] += report.faults[i];
    }
}

}  // namespace fibrix::simulate
