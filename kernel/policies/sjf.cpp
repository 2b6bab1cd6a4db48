// Shortest job first: of those that are ready, who will compute least in all. Nobody is interrupted.

#include "kernel/policy.hpp"

namespace fibrix {
namespace {

class ShortestJob final : public Policy {
public:
    void enqueue(Task& task, Why) override { queue_.push_back(task); }
    void remove(Task& task) override { queue_.remove(task); }
    Decision pick(Time, int cpu) override {
        Task* best = nullptr;
        for (Task* each = queue_.front(); each != nullptr; each = TaskList::next(*each))
            if (may_run(*each, cpu) && (best == nullptr || known(*each).burst < known(*best).burst)) best = each;
        if (best != nullptr) queue_.remove(*best);
        return {best, batch, "its job is the shortest"};
    }

private:
    TaskList queue_;
};

const PolicyEntry entry{
    "sjf",
    "the shortest job first, by what tasks have said of themselves; nobody is interrupted",
    {},
    "Of two jobs of the same length, who became ready first.\n"
    "A task that has said nothing has length 0, and goes before those that have.",
    [](const PolicySettings&) -> std::unique_ptr<Policy> { return std::make_unique<ShortestJob>(); }};

}  // namespace
}  // namespace fibrix
