// A queue for each processor, round robin on it; now and then one whose queue is empty takes a task from another's.

#include "kernel/policy.hpp"

namespace fibrix {
namespace {

class PerCpu final : public Policy {
public:
    explicit PerCpu(const PolicySettings& set)
        : quantum_(set.duration("quantum")), peek_(set.duration("peek")), quirks_(set.flag("quirks")) {}
    void enqueue(Task& task, Why why) override {
        resize();
        if (why == Why::spawned || why == Why::rescheduled) return new_.push_back(task);
        Queue& its = queues_[home_[task]];
        // Only a look has interrupted it: it goes on.
        const bool ends = now() == looked_ || now().time_since_epoch() % quantum_ == Duration::zero();
        const bool goes_on = why == Why::preempted && !ends;
        goes_on&& its.running == nullptr ? void(its.running = &task) : its.waiting.push_back(task);
    }
    void remove(Task& task) override {
        for (auto& each : queues_)
            if (each.running == &task) return void(each.running = nullptr);
        bool is_new = false;
        for (Task* each = new_.front(); each != nullptr; each = TaskList::next(*each)) is_new |= each == &task;
        (is_new ? new_ : queues_[home_[task]].waiting).remove(task);
    }
    Decision pick(Time now, int cpu) override {
        resize();
        place_new();
        if (peek_ != Duration::zero() && now != looked_ && now.time_since_epoch() % peek_ == Duration::zero()) steal();
        looked_ = now;
        const auto quantum = std::min(rest(quantum_), rest(peek_));
        Queue& own = queues_[static_cast<std::size_t>(cpu)];
        if (own.running != nullptr) return {std::exchange(own.running, nullptr), batch, "it goes on", quantum};
        return {take_first(own.waiting, cpu), batch, "first in the processor's own queue", quantum};
    }
    [[nodiscard]] bool charges() const override { return true; }

private:
    struct Queue {
        TaskList waiting;
        Task* running = nullptr;
    };
    [[nodiscard]] Duration rest(Duration of) const {
        return of == Duration::zero() ? unlimited : of - now().time_since_epoch() % of;
    }
    void resize() {
        if (queues_.empty()) queues_ = std::vector<Queue>(static_cast<std::size_t>(processors()));
    }
    // Processors take turns; each takes the first that it may run.
    void place_new() {
        for (; !new_.empty(); next_ = (next_ + 1) % processors()) {
            Task* task = take_first(new_, next_);
            if (task == nullptr) continue;
            home_[*task] = static_cast<std::size_t>(next_);
            queues_[home_[*task]].waiting.push_back(*task);
        }
    }
    void steal() {
        for (std::size_t thief = 0; thief < queues_.size() && queues_.size() > 1; ++thief) {
            if (now() == Time{} || !queues_[thief].waiting.empty()) continue;
            auto victim = static_cast<std::size_t>(draw(queues_.size() - 1, static_cast<int>(thief)));
            auto& from = queues_[victim + (victim >= thief ? 1 : 0)].waiting;
            for (Task* each = from.front(); each != nullptr; each = TaskList::next(*each)) {
                const bool may = quirks_ ? known(*each).processors == 0 : may_run(*each, static_cast<int>(thief));
                if (!may) continue;
                from.remove(*each);
                home_[*each] = thief;
                queues_[thief].waiting.push_back(*each);
                break;
            }
        }
    }

    Duration quantum_, peek_;
    bool quirks_;
    Time looked_ = never;
    int next_ = 0;  // processor that a new task is placed on
    TaskList new_;
    std::vector<Queue> queues_;
    PerTask<std::size_t> home_;
};

using Kind = PolicyParameter::Kind;

const PolicyEntry entry{
    "percpu",
    "a queue for each processor; those that are empty take from others now and then",
    {{"quantum", Kind::duration, "10ms", "turns end for all at its multiples"},
     {"peek", Kind::duration, "never", "how often a processor with an empty queue looks into that of a random other"},
     {"quirks", Kind::flag, "off", "who may run on some processors only is never taken, as in OSTEP"}},
    "New tasks are dealt out: the processors take turns, each takes the first that it may run.\n"
    "At an instant turns end first, by the number of the processor; then processors look; then the idle ones pick.\n"
    "A processor whose queue is empty looks also when it is busy; it takes the first that may run on it.",
    [](const PolicySettings& set) -> std::unique_ptr<Policy> { return std::make_unique<PerCpu>(set); }};

}  // namespace
}  // namespace fibrix
