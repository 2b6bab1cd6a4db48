// A run: one scenario with one seed, from the first boot to the verdict.
//
// All hosts share one timeline. At each instant what is due happens, and then the hosts run, in their order, until none
// can go on; then time jumps to the next instant at which anything is due anywhere.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tools/simulate/simulated_host.hpp"

namespace fibrix::simulate {

enum class Ending : std::uint8_t {
    passed,
    failed,
    invalid,  // a fault that was asked for never happened, so the run shows nothing about it
};

std::string_view to_string(Ending ending) noexcept;

struct Report {
    std::uint64_t seed = 0;
    Ending ending = Ending::passed;
    std::string why{};  ///< one line, unless it has passed
    simulated::FaultPlan plan{};
    std::array<std::uint64_t, simulated::fault_count> faults{};
    std::uint64_t events = 0, steps = 0;
    std::uint64_t requests = 0;     ///< of servers, in the chaos
    std::uint64_t fingerprint = 0;  ///< of what all programs have written, and when
    Time ended{};
};

class Run {
public:
    Run(const Scenario& scenario, std::uint64_t seed, const simulated::FaultPlan& plan, const SyscallTable& table,
        Listener listener);
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    ~Run() = default;

    /// Once.
    Report run();
    /// What had an opportunity to happen in the run, wanted or not.
    [[nodiscard]] const simulated::Faults& faults() const noexcept { return simulation_.faults; }
    [[nodiscard]] Time now() const noexcept { return simulation_.timeline.now(); }

private:
    void note(const std::string& host, std::string_view line);
    void plan_phases();
    void begin_chaos();
    void insist();
    void heal();
    void crash_what_is_unsynced();
    void at_random(simulated::Fault fault, const std::function<bool(simulated::Chance&)>& happen);
    void attempt(simulated::Fault fault, const std::function<bool(simulated::Chance&)>& happen);
    bool cut_off(simulated::Chance& chance);
    bool kill_somebody(simulated::Chance& chance);
    bool reboot(SimulatedHost& host, simulated::Chance& chance);
    bool reboot_somebody(simulated::Chance& chance);
    void strike(SimulatedHost& host, const SimulatedHost::Blow& blow);
    bool settle();
    [[nodiscard]] bool clients_ended() const;
    void judge(Report& report) const;
    [[nodiscard]] std::string what_failed() const;

    const Scenario& scenario_;
    simulated::Simulation simulation_;
    Listener listener_;
    std::vector<std::unique_ptr<SimulatedHost>> hosts_;
    std::uint64_t seed_, steps_ = 0, fingerprint_ = 0;
    bool spins_ = false;
};

}  // namespace fibrix::simulate
