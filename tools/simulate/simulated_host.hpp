// A host of a simulation: a World and a kernel of its own, and the programs that it runs.
//
// A host can lose its power: its processes end where they stand, and its disk keeps what the faults leave of what was
// not synced. With the power it gets a new kernel.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernel/kernel.hpp"
#include "kernel/world/simulated/simulation.hpp"
#include "kernel/world/simulated_world.hpp"
#include "tools/simulate/scenario.hpp"

namespace fibrix::simulate {

/// Takes a line that a host's program has written; and which host.
using Listener = std::function<void(const std::string& host, std::string_view line)>;

class SimulatedHost {
public:
    SimulatedHost(simulated::Simulation& simulation, const HostPlan& plan, const SyscallTable& table,
                  std::string policy, Listener listener);
    SimulatedHost(const SimulatedHost&) = delete;
    SimulatedHost& operator=(const SimulatedHost&) = delete;
    ~SimulatedHost();

    /// Boots, and starts its programs.
    void boot();
    void lose_power();
    /// Ends the process of one of its servers; false if none runs.
    bool kill_a_server(std::uint64_t draw);
    /// What befalls a server at one of its requests.
    struct Blow {
        simulated::Fault fault;
        ProcessId process;
    };
    /// Notes it: nothing more runs here until it is taken.
    void strike(simulated::Fault fault, const Task& task);
    [[nodiscard]] std::optional<Blow> take_blow() noexcept { return std::exchange(blow_, std::nullopt); }
    /// False if it has ended.
    bool kill(ProcessId process);
    /// Ends the wait for a condition variable that `task` begins, although nobody has given a signal.
    void wake_soon(const Task& task);
    /// Runs until nothing can go on at this instant; gives how many steps that took, at most `most`.
    std::size_t run_ready(std::size_t most);
    /// When time alone has something done here.
    [[nodiscard]] Time next_deadline() const { return kernel_ ? kernel_->next_deadline() : never; }
    [[nodiscard]] bool powered() const noexcept { return kernel_ != nullptr; }
    [[nodiscard]] const HostPlan& plan() const noexcept { return plan_; }
    [[nodiscard]] SimulatedWorld& world() noexcept { return world_; }

    struct Client {
        std::string command;
        std::optional<ExitStatus> status{};
    };
    [[nodiscard]] const std::vector<Client>& clients() const noexcept { return clients_; }
    /// What can never go on here, in words; empty if there is nothing.
    [[nodiscard]] std::string deadlock() const;
    [[nodiscard]] std::string last_line() const { return last_line_; }

private:
    void start(std::size_t number);
    void ended(const Process& process);
    void take_output(Outside where, std::string_view text);

    simulated::Simulation& simulation_;
    const HostPlan& plan_;
    const SyscallTable& table_;
    std::string policy_;
    Listener listener_;
    SimulatedWorld world_;
    std::unique_ptr<Kernel> kernel_;
    std::uint64_t boots_ = 0;
    std::vector<std::optional<ProcessId>> running_;  // by the number of the command
    std::vector<Client> clients_;
    std::vector<std::size_t> client_of_;  // by the number of the command
    std::string partial_line_, last_line_;
    std::optional<Blow> blow_;
};

}  // namespace fibrix::simulate
