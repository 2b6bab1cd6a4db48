// Earliest eligible virtual deadline first: of those that have not had more than their share, whose next slice would
// end first in virtual time. That clock goes the slower for a task the more tickets it has.

#include "kernel/policy.hpp"

namespace fibrix {
namespace {

class Eevdf final : public Policy {
public:
    explicit Eevdf(Duration quantum) : slice_(quantum) {}
    void enqueue(Task& task, Why why) override {
        State& its = states_[task];
        if (why == Why::spawned) its = {};
        if (why == Why::spawned || why == Why::woken) its.time = std::max(its.time, present_);
        if (why == Why::yielded) its.time = std::max(its.time, its.deadline);
        if (why != Why::displaced) its.deadline = its.time + virtual_time(task, slice_);
        why == Why::displaced ? queue_.push_front(task) : queue_.push_back(task);
    }
    void remove(Task& task) override { queue_.remove(task); }
    Decision pick(Time, int cpu) override {
        Task* best = earliest(cpu, nullptr);
        if (best == nullptr) return {};
        queue_.remove(*best);
        return {best, batch, "not ahead of its share, with the earliest virtual deadline", slice_};
    }
    [[nodiscard]] bool charges() const override { return true; }
    void charge(Task& task, Duration used) override { states_[task].time += virtual_time(task, used); }
    bool preempts(const Task& running, int cpu) override {
        const Task* best = earliest(cpu, &running);
        return best != nullptr && states_[*best].deadline < states_[running].deadline;
    }

private:
    struct State {
        double time = 0, deadline = 0;  // virtual
    };
    double virtual_time(const Task& task, Duration span) {
        return static_cast<double>(span.count()) / std::max(known(task).tickets, 1u);
    }
    // The present is the mean of all virtual times, by tickets: who is before it has had less than its share.
    Task* earliest(int cpu, const Task* running) {
        double sum = 0, tickets = 0;
        const auto add = [&](const Task& task) {
            sum += states_[task].time * std::max(known(task).tickets, 1u);
            tickets += std::max(known(task).tickets, 1u);
        };
        if (running != nullptr) add(*running);
        for (Task* each = queue_.front(); each != nullptr; each = TaskList::next(*each)) add(*each);
        if (queue_.empty()) return nullptr;
        present_ = sum / tickets;
        Task *best = nullptr, *first = nullptr;
        for (Task* each = queue_.front(); each != nullptr; each = TaskList::next(*each)) {
            if (!may_run(*each, cpu)) continue;
            if (first == nullptr || states_[*each].time < states_[*first].time) first = each;
            const bool eligible = states_[*each].time <= present_;
            if (eligible && (best == nullptr || states_[*each].deadline < states_[*best].deadline)) best = each;
        }
        return best != nullptr || running != nullptr ? best : first;  // the eligible may be kept from this processor
    }

    Duration slice_;
    double present_ = 0;
    TaskList queue_;
    PerTask<State> states_;
};

const PolicyEntry entry{
    "eevdf",
    "the earliest virtual deadline of those that are not ahead of their share, as in Linux",
    {{"quantum", PolicyParameter::Kind::duration, "10ms", "how long a slice is"}},
    "Of two with the same deadline, who was interrupted, then who became ready first.\n"
    "Who is new, or has waited, begins at the present: the mean of all, by tickets.\n"
    "Who runs goes on unless an eligible one has an earlier deadline. Who yields pays for its slice.",
    [](const PolicySettings& set) -> std::unique_ptr<Policy> {
        return std::make_unique<Eevdf>(set.duration("quantum"));
    }};

}  // namespace
}  // namespace fibrix
