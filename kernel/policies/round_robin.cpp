// Round robin exactly as PyOS has it: one queue, and each trap goes to its tail.

#include "kernel/policy.hpp"

namespace fibrix {
namespace {

class RoundRobin final : public Policy {
public:
    void enqueue(Task& task, Why) override { queue_.push_back(task); }
    void remove(Task& task) override { queue_.remove(task); }
    Decision pick(Time, int) override { return {queue_.pop_front(), 1, "its turn: longest in the queue"}; }

private:
    List<Task, &Task::queue> queue_;
};

const PolicyEntry entry{"rr", "round robin as in PyOS: each trap goes to the tail of the queue",
                        []() -> std::unique_ptr<Policy> { return std::make_unique<RoundRobin>(); }};

}  // namespace
}  // namespace fibrix
