// Round robin: one queue, and who has had its turn goes to the tail. A turn is one request, exactly as PyOS has it,
// unless a quantum of time is set.

#include "kernel/policy.hpp"

namespace fibrix {
namespace {

class RoundRobin final : public Policy {
public:
    RoundRobin(Duration quantum, bool aligned) : quantum_(quantum), aligned_(aligned) {}
    void enqueue(Task& task, Why) override { queue_.push_back(task); }
    void remove(Task& task) override { queue_.remove(task); }
    Decision pick(Time now, int cpu) override {
        constexpr std::string_view reason = "its turn: longest in the queue";
        if (quantum_ == Duration::zero()) return {queue_.pop_front(), 1, reason};
        const auto gone = aligned_ ? now.time_since_epoch() % quantum_ : Duration::zero();
        return {take_first(queue_, cpu), batch, reason, quantum_ - gone};
    }
    [[nodiscard]] bool charges() const override { return quantum_ != Duration::zero(); }

private:
    Duration quantum_;
    bool aligned_;
    TaskList queue_;
};

using Kind = PolicyParameter::Kind;

const PolicyEntry entry{
    "rr",
    "round robin: each in its turn; without a quantum as in PyOS, where each trap goes to the tail of the queue",
    {{"quantum", Kind::duration, "request", "how long a turn is"},
     {"aligned", Kind::flag, "off", "turns end for all at the multiples of the quantum: one timer for all processors"}},
    "Who became ready first goes first.\n"
    "Who is done at the very end of its quantum is not queued again.\n"
    "Who has used up its quantum is queued before those that arrive or wake at the same instant.",
    [](const PolicySettings& set) -> std::unique_ptr<Policy> {
        return std::make_unique<RoundRobin>(set.duration("quantum"), set.flag("aligned"));
    }};

}  // namespace
}  // namespace fibrix
