// lottery.py: a draw for each turn, and a turn takes its whole quantum even if the job needs less.

#include "syscalls/sys.hpp"
#include "tools/lab/experiment.hpp"
#include "tools/lab/ostep.hpp"
#include "tools/usage_error.hpp"

namespace fibrix::lab::ostep {

Json run_lottery(const Json& given) {
    Experiment experiment(policy("lottery:quantum=" + in_words(given.at("quantum"))), {});
    const auto draws = given.at("draws").get<std::vector<std::uint64_t>>();
    std::size_t drawn = 0;
    experiment.world().draw_from([&](int) { return drawn < draws.size() ? draws[drawn++] : 0; });
    const auto quantum = ticks(given.at("quantum"));
    std::size_t without = 0;
    for (const auto& each : given.at("jobs")) {
        Job job{.name = "job"};
        job.scheduling.tickets = each.at("tickets").get<std::uint32_t>();
        without += job.scheduling.tickets == 0 ? 1 : 0;
        const auto turns = std::max<std::int64_t>(1, (ticks(each.at("run")) + quantum - Duration(1)) / quantum);
        experiment.add(job, [=] {
            for (auto left = turns; left > 0; --left) sys::compute(quantum).value();
        });
    }
    if (without > 0) throw UsageError("lottery.py divides by zero when only jobs without tickets are left");
    const Record record = experiment.run();
    Json done = Json::object();
    for (const auto& each : record.events)
        if (each.kind == Event::Kind::ended) done[std::to_string(each.job)] = count(each.at);
    return {{"winners", record.decisions}, {"done", done}};
}

}  // namespace fibrix::lab::ostep
