// First come, first served: who has a processor keeps it until it waits, ends or yields.

#include "kernel/policy.hpp"

namespace fibrix {
namespace {

class Fifo final : public Policy {
public:
    void enqueue(Task& task, Why) override { queue_.push_back(task); }
    void remove(Task& task) override { queue_.remove(task); }
    Decision pick(Time, int cpu) override { return {take_first(queue_, cpu), batch, "it came first"}; }

private:
    TaskList queue_;
};

const PolicyEntry entry{"fifo",
                        "first come, first served, until it waits or ends",
                        {},
                        "Who became ready first goes first; of those that arrive at once, who was started first.\n"
                        "Who yields, or makes 128 requests without a pause, goes to the end.",
                        [](const PolicySettings&) -> std::unique_ptr<Policy> { return std::make_unique<Fifo>(); }};

}  // namespace
}  // namespace fibrix
