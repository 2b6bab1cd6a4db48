// An experiment: jobs as tasks of a kernel, under a real policy, in virtual time.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "kernel/kernel.hpp"
#include "tools/lab/drawn_world.hpp"
#include "tools/lab/job.hpp"
#include "tools/lab/record.hpp"

namespace fibrix {
class Levelled;
}

namespace fibrix::lab {

struct Conditions {
    int processors = 1;
    Duration switch_cost{};
    std::uint64_t seed = 0;
};

class Experiment final : private Observer {
public:
    Experiment(std::unique_ptr<Policy> policy, const Conditions& conditions);
    ~Experiment() override;

    /// A job that does `body`, as a task; by default its bursts.
    void add(const Job& job, std::function<void()> body = {});
    Record run();

    [[nodiscard]] Kernel& kernel() noexcept { return *kernel_; }
    [[nodiscard]] DrawnWorld& world() noexcept { return world_; }
    /// What the programs write.
    std::string output;

private:
    void transition(const Task& task, State from, State to) override;
    void decided(const Decision& decision) override;
    void computed(const Task& task, int processor, Time from, Time to) override;
    [[nodiscard]] std::size_t job_of(const Task& task) const;
    void note(Event::Kind kind, std::size_t job);

    Levelled* levelled_;
    DrawnWorld world_;
    std::unique_ptr<Kernel> kernel_;
    std::vector<Job> jobs_;
    std::map<ProcessId, std::size_t> job_of_process_;
    std::map<TaskId, Time> blocked_since_;
    Record record_;
    struct Picked {
        std::string reason;
        std::size_t level = 0;
        bool fresh = true;  // has not computed since
    };
    std::map<TaskId, Picked> picked_;  // by the last decision for it
};

/// What a simulated job does: computes and waits, in turn.
void work(const std::vector<Burst>& bursts);

/// Waits until `instant`, as for a disk: also if that has come, until the kernel has looked at the time.
void wait_until(Time instant);

}  // namespace fibrix::lab
