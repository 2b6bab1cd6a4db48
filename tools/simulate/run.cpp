#include "tools/simulate/run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kernel/world/simulated/disk.hpp"

namespace fibrix::simulate {
namespace {

using simulated::Chance;
using simulated::Fault;
using namespace std::chrono_literals;

constexpr std::size_t most_steps_at_once = 10'000'000;  // at one instant: more is a program that spins
constexpr const char* policy = "batching";

double seconds(Time time) { return static_cast<double>(time.time_since_epoch().count()) / 1e9; }

}  // namespace

std::string_view to_string(Ending ending) noexcept {
    switch (ending) {
        case Ending::passed: return "passed";
        case Ending::failed: return "failed";
        case Ending::invalid: return "invalid";
    }
    return "?";
}

Run::Run(const Scenario& scenario, std::uint64_t seed, const simulated::FaultPlan& plan, const SyscallTable& table,
         Listener listener)
    : scenario_(scenario), simulation_(seed), listener_(std::move(listener)), seed_(seed) {
    simulation_.faults.set_plan(plan);
    simulation_.faults.set_active(false);
    simulation_.network().set_latency(scenario.latency);
    for (const auto& host : scenario.hosts)
        hosts_.push_back(std::make_unique<SimulatedHost>(
            simulation_, host, table, policy,
            [this](const std::string& name, std::string_view line) { note(name, line); }));
}

void Run::note(const std::string& host, std::string_view line) {
    const auto time = static_cast<std::uint64_t>(now().time_since_epoch().count());
    fingerprint_ =
        simulated::mix(fingerprint_ ^ simulated::digest(host) ^ simulated::mix(time)) ^ simulated::digest(line);
    if (listener_) listener_(host, line);
}

Report Run::run() {
    plan_phases();
    for (const auto& host : hosts_) host->boot();
    auto& timeline = simulation_.timeline;
    const Time healed = scenario_.begin_of(Phase::check);
    while (settle() && now() < scenario_.end() && !(now() >= healed && clients_ended())) {
        Time next = std::min(timeline.next(), scenario_.end());
        for (const auto& host : hosts_) next = std::min(next, host->next_deadline());
        timeline.move_to(next);
    }
    Report report{.seed = seed_, .plan = simulation_.faults.plan(), .events = timeline.happened(), .steps = steps_};
    report.requests = simulation_.faults.requests();
    report.ended = now();
    judge(report);
    report.fingerprint = simulated::mix(fingerprint_ ^ simulated::mix(report.events) ^ report.steps);
    return report;
}

// Lets happen all that can at this instant; false if that has no end.
bool Run::settle() {
    std::size_t here = 0;
    for (bool any = true; any;) {
        simulation_.timeline.run_due();
        any = false;
        for (const auto& host : hosts_) {
            const auto steps = host->run_ready(most_steps_at_once - here);
            here += steps;
            any = any || steps > 0;
            if (const auto blow = host->take_blow()) strike(*host, *blow);
        }
        any = any || simulation_.timeline.next() <= now();
        if (here >= most_steps_at_once) spins_ = true;
        if (spins_) return false;
    }
    steps_ += here;
    return true;
}

void Run::plan_phases() {
    auto& timeline = simulation_.timeline;
    const Time chaos = scenario_.begin_of(Phase::chaos), heals = scenario_.begin_of(Phase::heal);
    timeline.at(chaos, [this] { begin_chaos(); });
    timeline.at(chaos + (heals - chaos) / 2, [this] { insist(); });
    timeline.at(heals, [this] { heal(); });
    timeline.at(scenario_.begin_of(Phase::check), [this] { note("", "check"); });
    if (!simulation_.faults.wanted(Fault::skew)) return;
    simulation_.faults.count(Fault::skew);
    for (const auto& host : hosts_)
        host->world().shift_calendar(simulation_.faults.details(Fault::skew).between(-60s, 60s));
}

void Run::begin_chaos() {
    note("", "chaos");
    simulation_.faults.set_active(true);
    at_random(Fault::partition, [this](Chance& chance) { return cut_off(chance); });
    at_random(Fault::kill, [this](Chance& chance) { return kill_somebody(chance); });
    at_random(Fault::reboot, [this](Chance& chance) { return reboot_somebody(chance); });
    at_random(Fault::jump, [this](Chance& chance) {
        hosts_[chance.below(hosts_.size())]->world().shift_calendar(chance.between(-1h, 1h));
        return true;
    });
}

// As often as it is asked for, in the first part of the chaos.
void Run::at_random(Fault fault, const std::function<bool(Chance&)>& happen) {
    const auto times = simulation_.faults.plan()[fault];
    const Duration span = (scenario_.begin_of(Phase::heal) - now()) * 9 / 10;
    for (std::uint32_t i = 0; i < times; ++i)
        simulation_.timeline.after(simulation_.faults.details(fault).between(Duration{}, span),
                                   [this, fault, happen] { attempt(fault, happen); });
}

// Nobody may be there to whom it can happen: then soon.
void Run::attempt(Fault fault, const std::function<bool(Chance&)>& happen) {
    if (now() >= scenario_.begin_of(Phase::heal)) return;
    if (happen(simulation_.faults.details(fault))) return simulation_.faults.count(fault);
    simulation_.timeline.after(50ms, [this, fault, happen] { attempt(fault, happen); });
}

bool Run::cut_off(Chance& chance) {
    if (hosts_.size() < 2) return false;
    const auto first = chance.below(hosts_.size());
    const auto second = (first + 1 + chance.below(hosts_.size() - 1)) % hosts_.size();
    const bool both = chance.below(2) == 1;
    const auto set = [this, first, second, both](bool blocked) {
        simulation_.network().set_blocked(first, second, blocked);
        if (both) simulation_.network().set_blocked(second, first, blocked);
    };
    set(true);
    simulation_.timeline.after(chance.between(100ms, 4s), [set] { set(false); });
    return true;
}

bool Run::kill_somebody(Chance& chance) {
    const auto from = chance.below(hosts_.size()), draw = chance.draw();
    for (std::size_t i = 0; i < hosts_.size(); ++i)
        if (hosts_[(from + i) % hosts_.size()]->kill_a_server(draw)) return true;
    return false;
}

bool Run::reboot(SimulatedHost& host, Chance& chance) {
    if (!host.powered() || !host.plan().serves()) return false;
    note(host.plan().name, "loses its power");
    host.lose_power();
    const Duration longest = simulation_.faults.insists() ? 200ms : 1s;
    simulation_.timeline.after(chance.between(50ms, longest), [this, &host] {
        note(host.plan().name, "boots");
        host.boot();
    });
    return true;
}

// At a request, which then never has any effect.
void Run::strike(SimulatedHost& host, const SimulatedHost::Blow& blow) {
    auto& faults = simulation_.faults;
    if (blow.fault == Fault::kill ? host.kill(blow.process) : reboot(host, faults.details(Fault::reboot)))
        faults.count(blow.fault);
}

bool Run::reboot_somebody(Chance& chance) {
    const auto from = chance.below(hosts_.size());
    for (std::size_t i = 0; i < hosts_.size(); ++i)
        if (reboot(*hosts_[(from + i) % hosts_.size()], chance)) return true;
    return false;
}

void Run::insist() {
    simulation_.faults.insist();
    crash_what_is_unsynced();
}

// What a crash does can only happen when there is something that was not synced.
void Run::crash_what_is_unsynced() {
    auto& faults = simulation_.faults;
    if (!faults.insists()) return;
    const bool contents = faults.missing(Fault::torn) || faults.missing(Fault::lost_block);
    const bool names = faults.missing(Fault::lost_name);
    if (!contents && !names) return;
    for (const auto& host : hosts_) {
        const auto* disk = host->world().disk();
        const bool now =
            disk != nullptr && ((contents && disk->has_unsynced_contents()) || (names && disk->has_unsynced_names()));
        if (now && reboot(*host, faults.details(Fault::reboot))) faults.count(Fault::reboot);
    }
    simulation_.timeline.after(500us, [this] { crash_what_is_unsynced(); });
}

void Run::heal() {
    note("", "heal");
    simulation_.faults.set_active(false);
    simulation_.network().unblock_all();
}

bool Run::clients_ended() const {
    return std::all_of(hosts_.begin(), hosts_.end(), [](const auto& host) {
        const auto& clients = host->clients();
        return std::all_of(clients.begin(), clients.end(), [](const auto& each) { return each.status.has_value(); });
    });
}

std::string Run::what_failed() const {
    if (spins_) return fmt::format("at {:.6f} s a program spins: time cannot pass", seconds(now()));
    for (const auto& host : hosts_) {
        for (const auto& client : host->clients()) {
            if (!client.status)
                return fmt::format("{}: no progress: '{}' has not ended", host->plan().name, client.command);
            if (!client.status->ok())
                return fmt::format("{}: '{}' has ended: {}: {}", host->plan().name, client.command,
                                   to_string(*client.status), host->last_line());
        }
    }
    return {};
}

void Run::judge(Report& report) const {
    for (std::size_t i = 0; i < report.faults.size(); ++i)
        report.faults[i] = simulation_.faults.happened(static_cast<Fault>(i));
    report.why = what_failed();
    if (!report.why.empty()) {
        report.ending = Ending::failed;
        return;
    }
    for (std::size_t i = 0; i < report.faults.size(); ++i) {
        if (!report.plan.wants(static_cast<Fault>(i)) || report.faults[i] > 0) continue;
        report.ending = Ending::invalid;
        report.why = fmt::format("the fault '{}' has never happened", kind_of(static_cast<Fault>(i)).name);
    }
}

}  // namespace fibrix::simulate
