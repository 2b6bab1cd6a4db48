// Fixed priorities: the highest that is ready runs, equals in turn. Who has something that a more urgent task waits
// for may inherit its priority; who waits for its turn may grow older, hence more urgent.

#include "kernel/policy.hpp"

namespace fibrix {
namespace {

class Priority final : public Policy {
public:
    explicit Priority(const PolicySettings& set)
        : inherits_(set.flag("inheritance")), ageing_(set.duration("ageing")), quantum_(set.duration("quantum")) {}
    void enqueue(Task& task, Why why) override {
        std::erase_if(loans_, [&](const Loan& each) { return each.from == task.id; });
        states_[task].ready_since = now();
        why == Why::displaced ? queue_.push_front(task) : queue_.push_back(task);
    }
    void remove(Task& task) override { queue_.remove(task); }
    Decision pick(Time, int cpu) override {
        Task* best = highest(cpu);
        if (best == nullptr) return {};
        states_[*best].age = age(*best);  // it keeps that for its turn
        queue_.remove(*best);
        return {best, batch, "the highest priority that is ready", quantum_};
    }
    [[nodiscard]] bool charges() const override { return true; }
    bool preempts(const Task& running, int cpu) override {
        const Task* best = highest(cpu);
        return best != nullptr && aged(*best) > lent(running.id, known(running).priority, 0) + states_[running].age;
    }
    void blocked(Task& task, Task& owner) override {
        if (inherits_) loans_.push_back({task.id, owner.id, known(task).priority});
    }

private:
    struct State {
        Time ready_since{};
        std::int64_t age = 0;
    };
    struct Loan {
        TaskId from, to;
        std::int64_t priority;
    };
    // Loans go on from hand to hand; not for ever, as in a deadlock they would.
    [[nodiscard]] std::int64_t lent(TaskId to, std::int64_t own, int hands) const {
        for (const auto& each : loans_)
            if (each.to == to && hands < 8) own = std::max(own, lent(each.from, each.priority, hands + 1));
        return own;
    }
    std::int64_t age(const Task& task) {
        return ageing_ == Duration::zero() ? 0 : (now() - states_[task].ready_since) / ageing_;
    }
    std::int64_t aged(const Task& task) { return lent(task.id, known(task).priority, 0) + age(task); }
    Task* highest(int cpu) {
        Task* best = nullptr;
        for (Task* each = queue_.front(); each != nullptr; each = TaskList::next(*each))
            if (may_run(*each, cpu) && (best == nullptr || aged(*each) > aged(*best))) best = each;
        return best;
    }

    bool inherits_;
    Duration ageing_, quantum_;
    TaskList queue_;
    std::vector<Loan> loans_;
    PerTask<State> states_;
};

using Kind = PolicyParameter::Kind;

const PolicyEntry entry{
    "priority",
    "the highest priority that is ready, equals in turn",
    {{"quantum", Kind::duration, "10ms", "how long a turn among equals is"},
     {"inheritance", Kind::flag, "on", "who is waited for has at least the priority of who waits"},
     {"ageing", Kind::duration, "never", "after so long in the queue a task counts as one higher"}},
    "Who runs goes on unless somebody is strictly higher; it is then first among its equals.\n"
    "Of two that are equal, who became ready first.",
    [](const PolicySettings& set) -> std::unique_ptr<Policy> { return std::make_unique<Priority>(set); }};

}  // namespace
}  // namespace fibrix
