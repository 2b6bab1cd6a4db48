// Round robin with batches: a task keeps the CPU for up to 128 requests that complete at once. The default.

#include "kernel/policy.hpp"

namespace fibrix {
namespace {

class Batching final : public Policy {
public:
    void enqueue(Task& task, Why) override { queue_.push_back(task); }
    void remove(Task& task) override { queue_.remove(task); }
    Decision pick(Time, int) override { return {queue_.pop_front(), batch, "its turn: longest in the queue"}; }

private:
    static constexpr std::uint32_t batch = 128;
    List<Task, &Task::queue> queue_;
};

const PolicyEntry entry{"batching", "round robin in batches of up to 128 requests that complete at once (the default)",
                        []() -> std::unique_ptr<Policy> { return std::make_unique<Batching>(); }};

}  // namespace
}  // namespace fibrix
