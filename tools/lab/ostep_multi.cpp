// multi.py: several processors with caches; one queue for all, or one each.

#include <fmt/format.h>

#include "syscalls/sys.hpp"
#include "tools/lab/cache.hpp"
#include "tools/lab/experiment.hpp"
#include "tools/lab/ostep.hpp"
#include "tools/usage_error.hpp"

namespace fibrix::lab::ostep {
namespace {

constexpr int most_processors = 64;

std::string policy_of(const Json& given) {
    const auto slice = in_words(given.at("slice"));
    if (given.at("policy") == "MULTI-central") return fmt::format("rr:aligned=on,quantum={}", slice);
    if (given.at("policy") != "MULTI-percpu") throw UsageError("the policy is MULTI-central or MULTI-percpu");
    const bool peeks = !given.at("peek").is_null() && given.at("peek") != 0;
    return fmt::format("percpu:quirks=on,quantum={}{}", slice, peeks ? ",peek=" + in_words(given.at("peek")) : "");
}

std::uint64_t mask_of(const Json& affinity, int processors) {
    std::uint64_t mask = 0;
    if (affinity.is_null()) return mask;
    for (const auto& each : affinity)
        if (const auto number = each.get<int>(); number >= 0 && number < processors) mask |= std::uint64_t{1} << number;
    if (mask == 0) throw UsageError("a job may run on no processor that is there");
    return mask;
}

// Whom a processor looks at, as it was drawn in the case; among the others, so that its own number is left out.
class Probes {
public:
    Probes(const Json& given, const Kernel& kernel) : kernel_(kernel) {
        if (given.contains("steal_probes")) given_ = given.at("steal_probes");
    }
    std::uint64_t next(int thief) {
        const int victim = next_ < given_.size() ? given_[next_++].at("victim").get<int>() : thief == 0 ? 1 : 0;
        made.push_back({{"t", count(kernel_.now())}, {"thief", thief}, {"victim", victim}});
        return static_cast<std::uint64_t>(victim > thief ? victim - 1 : victim);
    }
    Json made = Json::array();

private:
    const Kernel& kernel_;
    Json given_ = Json::array();
    std::size_t next_ = 0;
};

Json per_tick(const Record& record, const std::vector<std::string>& names, int processors) {
    Json rows = Json::array();
    for (Time at{}; at < record.end; at += tick) rows.push_back(Json(static_cast<std::size_t>(processors), nullptr));
    for (const auto& span : record.spans)
        for (Time at = span.from; at < span.to; at += tick)
            rows[static_cast<std::size_t>(count(at))][static_cast<std::size_t>(span.processor)] = names[span.job];
    return rows;
}

}  // namespace

Json run_multi(const Json& given) {
    const int processors = given.at("cpus").get<int>();
    if (processors < 1 || processors > most_processors) throw UsageError("cpus: a number from 1 to 64 is needed");
    Experiment experiment(policy(policy_of(given)), {.processors = processors});
    Probes probes(given, experiment.kernel());
    experiment.world().draw_from([&](int thief) { return probes.next(thief); });
    const CacheModel model{given.at("cache_size").get<int>(), given.at("warmup").get<int>(),
                           given.at("warm_rate").get<int>()};
    std::vector<Cache> caches(static_cast<std::size_t>(processors), Cache(model));
    std::vector<std::string> names;
    for (const auto& each : given.at("jobs")) {
        Job job{.name = each.at("id").get<std::string>()};
        job.scheduling.processors = mask_of(each.at("affinity"), processors);
        const auto run = count(ticks(each.at("run")));
        const int set = each.at("wset").get<int>();
        experiment.add(job, [&caches, run, set, number = names.size()] {
            auto left = run;
            do {
                sys::compute(tick).value();
                left -= caches[static_cast<std::size_t>(sys::present_processor())].ran(number, set);
            } while (left > 0);
        });
        names.push_back(job.name);
    }
    const Record record = experiment.run();
    const auto total = static_cast<double>(count(record.end));
    Json statistics = Json::array();
    for (const auto& each : caches)
        statistics.push_back({{"util", rounded(100 * static_cast<double>(each.ticks()) / total)},
                              {"warm", rounded(100 * static_cast<double>(each.warm_ticks()) / total)}});
    Json outputs{
        {"finished", count(record.end)}, {"cpu_stats", statistics}, {"per_tick", per_tick(record, names, processors)}};
    if (given.contains("steal_probes") || !probes.made.empty()) outputs["steal_probes"] = probes.made;
    return outputs;
}

}  // namespace fibrix::lab::ostep
