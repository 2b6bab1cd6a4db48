// Earliest deadline first: whose deadline is next runs; one that comes with an earlier takes over at once.

#include "kernel/policy.hpp"

namespace fibrix {
namespace {

class EarliestDeadline final : public Policy {
public:
    void enqueue(Task& task, Why why) override {
        why == Why::displaced ? queue_.push_front(task) : queue_.push_back(task);
    }
    void remove(Task& task) override { queue_.remove(task); }
    Decision pick(Time, int cpu) override {
        Task* best = earliest(cpu);
        if (best != nullptr) queue_.remove(*best);
        return {best, batch, "its deadline is the earliest"};
    }
    [[nodiscard]] bool charges() const override { return true; }
    bool preempts(const Task& running, int cpu) override {
        const Task* best = earliest(cpu);
        return best != nullptr && known(*best).deadline < known(running).deadline;
    }

private:
    Task* earliest(int cpu) {
        Task* best = nullptr;
        for (Task* each = queue_.front(); each != nullptr; each = TaskList::next(*each))
            if (may_run(*each, cpu) && (best == nullptr || known(*each).deadline < known(*best).deadline)) best = each;
        return best;
    }

    TaskList queue_;
};

const PolicyEntry entry{
    "edf",
    "the earliest deadline first; an earlier one that comes takes over",
    {},
    "Who runs goes on unless somebody's deadline is strictly earlier.\n"
    "Of two with the same deadline, who was interrupted, then who became ready first.\n"
    "Who has no deadline comes last.",
    [](const PolicySettings&) -> std::unique_ptr<Policy> { return std::make_unique<EarliestDeadline>(); }};

}  // namespace
}  // namespace fibrix
