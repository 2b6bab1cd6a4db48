// The multi-level feedback queue: the highest level with anybody ready runs, in turn; who uses up its allotment goes
// down a level, and now and then all are boosted to the top.

#include "kernel/policies/levelled.hpp"

namespace fibrix {
namespace {

class Mlfq final : public Policy, public Levelled {
public:
    explicit Mlfq(const PolicySettings& set)
        : boost_(set.duration("boost")), stay_(set.flag("stay")), bump_(set.flag("bump")), quirks_(set.flag("quirks")) {
        const auto quanta = set.durations("quanta");
        const auto allotments = set.numbers("allotments");
        for (auto level = quanta.empty() ? set.number("levels") : quanta.size(); level-- > 0;) {
            quanta_.push_back(quanta.empty() ? set.duration("quantum") : quanta[level]);
            allotments_.push_back(allotments[std::min(level, allotments.size() - 1)]);
        }
        queues_ = std::vector<TaskList>(quanta_.size());
    }
    void enqueue(Task& task, Why why) override {
        const bool interrupted =
            why == Why::preempted && boosts_ != boosts_due() && state(task).left > Duration::zero();
        if (why == Why::displaced || interrupted) {  // behind those that were bumped past it
            State& its = state(task);
            Task* place = queues_[its.level].front();
            while (place != nullptr && state(*place).bumped) place = TaskList::next(*place);
            return queues_[its.level].insert_before(place, task);
        }
        if (why != Why::preempted) boost();
        State& its = state(task);
        if (why == Why::spawned) its = full(queues_.size() - 1);
        else if (why != Why::rescheduled) account(its, why == Why::woken);
        its.bumped = bump_ && why == Why::woken;
        its.bumped ? queues_[its.level].push_front(task) : queues_[its.level].push_back(task);
    }
    void remove(Task& task) override { queues_[state(task).level].remove(task); }
    Decision pick(Time now, int cpu) override {
        boost();
        for (auto level = queues_.size(); level-- > 0;) {
            Task* task = take_first(queues_[level], cpu);
            if (task == nullptr) continue;
            for (Task* each = queues_[level].front(); each != nullptr && state(*each).bumped;
                 each = TaskList::next(*each))
                state(*each).bumped = false;
            state(*task).bumped = false;
            const auto next = boost_ == Duration::zero() ? unlimited : boost_ - now.time_since_epoch() % boost_;
            return {task, batch, "first of the highest level with anybody ready", std::min(state(*task).left, next)};
        }
        return {};
    }
    std::size_t level(const Task& task) override { return state(task).level; }
    [[nodiscard]] bool charges() const override { return true; }
    void charge(Task& task, Duration used) override { state(task).left -= used; }
    bool preempts(const Task& running, int cpu) override {
        const auto own = state(running).level;
        for (auto level = queues_.size(); level-- > own;)
            for (Task* each = queues_[level].front(); each != nullptr; each = TaskList::next(*each))
                if ((level > own || state(*each).bumped) && may_run(*each, cpu)) return true;
        return false;
    }

private:
    struct State {
        std::size_t level = 0, allotment = 0;
        Duration left{};          // of its quantum
        std::int64_t boosts = 0;  // that it has seen
        bool bumped = false;      // to the head of its level
    };
    [[nodiscard]] State full(std::size_t level) const { return {level, allotments_[level], quanta_[level], boosts_}; }
    State& state(const Task& task) {
        State& its = states_[task];
        if (its.boosts != boosts_) its = full(queues_.size() - 1);
        return its;
    }
    [[nodiscard]] std::int64_t boosts_due() const {
        return boost_ == Duration::zero() ? 0 : now().time_since_epoch() / boost_;
    }
    void boost() {
        if (std::exchange(boosts_, boosts_due()) == boosts_) return;
        for (std::size_t level = 0; level + 1 < queues_.size(); ++level)
            while (Task* each = queues_[level].pop_front()) queues_.back().push_back(*each);
    }
    void account(State& its, bool waited) const {
        const bool used_up = its.left <= Duration::zero();
        if (waited && stay_) its.left = quanta_[its.level], its.allotment = allotments_[its.level];
        if (!used_up || (waited && stay_ && !quirks_)) return;
        if (--its.allotment == 0) its = full(its.level > 0 ? its.level - 1 : 0);
        its.left = quanta_[its.level];
    }

    std::vector<Duration> quanta_;  // of the levels, from the lowest
    std::vector<std::size_t> allotments_;
    Duration boost_;
    bool stay_, bump_, quirks_;
    std::int64_t boosts_ = 0;
    std::vector<TaskList> queues_;
    PerTask<State> states_;
};

using Kind = PolicyParameter::Kind;

const PolicyEntry entry{
    "mlfq",
    "multi-level feedback queue: who computes much sinks, and all are boosted now and then",
    {{"levels", Kind::number, "3", "how many queues there are"},
     {"quantum", Kind::duration, "10ms", "how long a turn is, on every level"},
     {"quanta", Kind::durations, "", "instead: of each level from the highest, such as 5+10+20"},
     {"allotments", Kind::numbers, "1", "how many quanta until a task sinks, of each level from the highest"},
     {"boost", Kind::duration, "never", "after each such time all are on the highest level again"},
     {"stay", Kind::flag, "off", "who waits before its quantum is used up has it anew"},
     {"bump", Kind::flag, "off", "who has waited goes to the head of its level"},
     {"quirks", Kind::flag, "off", "a wait that begins as the quantum ends uses it up in spite of stay, as in OSTEP"}},
    "A task begins at the tail of the highest level.\n"
    "Who runs goes on unless there is somebody on a higher level; it is then first on its own, with what is left of "
    "its "
    "quantum.\n"
    "Who has used up its quantum goes to the tail: of its level, or of the next below when its allotment is used up.\n"
    "Without stay the rest of a quantum is kept while a task waits: waiting often does not help to stay up.\n"
    "A boost takes the lower levels, the lowest first, to the tail of the highest; it comes before those that arrive "
    "or "
    "wake at the same instant.",
    [](const PolicySettings& set) -> std::unique_ptr<Policy> { return std::make_unique<Mlfq>(set); }};

}  // namespace
}  // namespace fibrix
