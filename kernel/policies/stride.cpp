// Stride: a lottery without chance. Who has had least for its tickets runs next.

#include "kernel/policy.hpp"

namespace fibrix {
namespace {

class Stride final : public Policy {
public:
    explicit Stride(Duration quantum) : quantum_(quantum) {}
    void enqueue(Task& task, Why why) override {
        if (why == Why::spawned) pass_[task] = 0;
        if (why == Why::spawned || why == Why::woken) pass_[task] = std::max(pass_[task], least_);
        if (why == Why::yielded) charge(task, quantum_);
        queue_.push_back(task);
    }
    void remove(Task& task) override { queue_.remove(task); }
    Decision pick(Time, int cpu) override {
        Task* best = nullptr;
        for (Task* each = queue_.front(); each != nullptr; each = TaskList::next(*each))
            if (may_run(*each, cpu) && (best == nullptr || pass_[*each] < pass_[*best])) best = each;
        if (best == nullptr) return {};
        queue_.remove(*best);
        least_ = pass_[*best];
        return {best, batch, "it has had the least for its tickets", quantum_};
    }
    [[nodiscard]] bool charges() const override { return true; }
    void charge(Task& task, Duration used) override {
        pass_[task] += static_cast<double>(used.count()) / std::max(known(task).tickets, 1u);
    }

private:
    Duration quantum_;
    double least_ = 0;  // of who was picked last: where somebody new begins
    TaskList queue_;
    PerTask<double> pass_;
};

const PolicyEntry entry{"stride",
                        "who has had the least time for its tickets; a lottery without chance",
                        {{"quantum", PolicyParameter::Kind::duration, "10ms", "how long a turn is"}},
                        "Of two that have had the same, who became ready first.\n"
                        "Who is new, or has waited, begins where the last decision was: waiting saves nothing up.\n"
                        "Who yields pays for a whole quantum.",
                        [](const PolicySettings& set) -> std::unique_ptr<Policy> {
                            return std::make_unique<Stride>(set.duration("quantum"));
                        }};

}  // namespace
}  // namespace fibrix
