// Shortest time to completion first: who has least left to compute; a shorter one that comes takes over at once.

#include "kernel/policy.hpp"

namespace fibrix {
namespace {

class ShortestTime final : public Policy {
public:
    void enqueue(Task& task, Why why) override {
        if (why == Why::spawned) used_[task] = {};
        why == Why::displaced ? queue_.push_front(task) : queue_.push_back(task);
    }
    void remove(Task& task) override { queue_.remove(task); }
    Decision pick(Time, int cpu) override {
        Task* best = shortest(cpu);
        if (best != nullptr) queue_.remove(*best);
        return {best, batch, "it has the least left to do"};
    }
    [[nodiscard]] bool charges() const override { return true; }
    void charge(Task& task, Duration used) override { used_[task] += used; }
    bool preempts(const Task& running, int cpu) override {
        const Task* best = shortest(cpu);
        return best != nullptr && left(*best) < left(running);
    }

private:
    Duration left(const Task& task) { return std::max(known(task).burst - used_[task], Duration::zero()); }
    Task* shortest(int cpu) {
        Task* best = nullptr;
        for (Task* each = queue_.front(); each != nullptr; each = TaskList::next(*each))
            if (may_run(*each, cpu) && (best == nullptr || left(*each) < left(*best))) best = each;
        return best;
    }

    TaskList queue_;
    PerTask<Duration> used_;
};

const PolicyEntry entry{
    "stcf",
    "the shortest time to completion first; a shorter job takes over when it comes",
    {},
    "Who runs goes on unless somebody has strictly less left to do.\n"
    "Of two with the same left, who was interrupted, then who became ready first.\n"
    "A task that has said nothing of its length has nothing left, and goes before those that have.",
    [](const PolicySettings&) -> std::unique_ptr<Policy> { return std::make_unique<ShortestTime>(); }};

}  // namespace
}  // namespace fibrix
