#include "tools/simulate/campaign.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "tools/simulate/report_json.hpp"

namespace fibrix::simulate {
namespace {

// A process of the host that runs every so-many-th seed, and writes a report a line.
struct Worker {
    pid_t process = -1;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> reports{nullptr, &std::fclose};
};

void work(const Campaign& campaign, unsigned number, int out) {
    for (auto seed = campaign.first + number; seed <= campaign.last && seed >= campaign.first; seed += campaign.jobs) {
        Run run(campaign.scenario, seed, campaign.plan_of(seed), campaign.table, nullptr);
        const auto line = to_json(run.run()).dump() + "\n";
        if (::write(out, line.data(), line.size()) != static_cast<ssize_t>(line.size())) return;
        if (seed + campaign.jobs < seed) return;
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

simulated::FaultPlan Campaign::plan_of(std::uint64_t seed) const {
    simulated::FaultPlan plan;
    if (faults == "swarm") plan = simulated::FaultPlan::swarm(seed, scenario.possible_faults());
    else simulated::FaultPlan::parse(faults, plan);
    return plan;
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
        asked[i] += report.plan.asked[i] > 0 ? 1u : 0u;
        faults[i] += report.faults[i];
    }
}

}  // namespace fibrix::simulate
