// An execution told step by step: made once more, with an observer that writes down each request and its result.

#include <algorithm>

#include "syscalls/sync/condition.hpp"
#include "syscalls/sync/futex.hpp"
#include "tools/explore/explorer.hpp"
#include "tools/explore/script.hpp"

namespace fibrix::explore {
namespace {

constexpr std::uint32_t most_tasks = 1000;  // that are looked at for a lost wake-up

class Teller final : public Decider, public Observer {
public:
    Teller(Schedule schedule, const Machine& machine) : script_(std::move(schedule)), machine_(machine) {}

    std::size_t choose(const Moment& moment) override { return script_.choose(moment); }
    std::size_t choose_value(std::size_t options) override {
        const auto value = script_.choose_value(options);
        value_ = value;
        return value;
    }
    void taken(const Task& task, const Syscall& syscall, const Trap& trap) override {
        Step step;
        step.task = machine_.number_of(task);
        taken_ = true;
        if (syscall.print_request != nullptr) syscall.print_request(trap, step.request);
        if (on_step) on_step(step);
        steps.push_back(std::move(step));
    }
    // Also of those that were woken in a step of another: they get their result there.
    void answered(const Task& task, const Syscall& syscall, const Trap& trap) override {
        const auto of_task = [number = machine_.number_of(task)](const Step& step) { return step.task == number; };
        const auto step = std::find_if(steps.rbegin(), steps.rend(), of_task);
        if (step != steps.rend() && step->result.empty() && syscall.print_result != nullptr)
            syscall.print_result(trap, step->result);
    }
    void happened(const Event& event) override {
        happened_.push_back({event.task, event.request, event.marks, !event.woken.empty()});
        if (!std::exchange(taken_, false)) {
            steps.emplace_back();
            steps.back().task = event.task;
            steps.back().request = machine_.is_time(event.task) ? "(time passes)" : "(goes on)";
        }
        steps.back().preemption = event.preemption;
        steps.back().value = std::exchange(value_, {});
    }
    /// `task` waits for a signal that was given, to nobody, before it waited.
    [[nodiscard]] bool has_missed_a_signal(std::uint32_t task) const {
        auto wait = happened_.rbegin();
        while (wait != happened_.rend() && wait->task != task) ++wait;
        if (wait == happened_.rend()) return false;
        const bool waits = wait->request == sys::ConditionWait::number || wait->request == sys::FutexWait::number;
        return waits && std::any_of(wait, happened_.rend(), [&](const Happened& each) {
                   const bool signals =
                       each.request == sys::ConditionSignal::number || each.request == sys::FutexWake::number;
                   return signals && !each.woke && each.marks.conflict_with(wait->marks);
               });
    }
    [[nodiscard]] bool followed() const noexcept { return script_.followed(); }
    std::vector<Step> steps;
    std::function<void(const Step&)> on_step;

private:
    struct Happened {
        std::uint32_t task;
        SyscallNumber request;
        Marks marks;
        bool woke;
    };
    std::vector<Happened> happened_;
    Script script_;
    const Machine& machine_;
    bool taken_ = false;  // a request, in the step that is under way
    std::optional<std::size_t> value_;
};

}  // namespace

void name_tasks(const Machine& machine, Counterexample& told) {
    for (const auto& step : told.steps)
        while (told.tasks.size() <= step.task)
            told.tasks.push_back(machine.name_of(static_cast<std::uint32_t>(told.tasks.size())));
}

Counterexample tell(Machine& machine, const Schedule& schedule, std::function<void(const Step&)> on_step) {
    Teller teller(schedule, machine);
    teller.on_step = std::move(on_step);
    machine.kernel().attach(teller);
    const Ending ending = machine.run(teller);
    machine.kernel().detach(teller);
    Counterexample told;
    told.failure = ending.failure;
    for (std::uint32_t task = 0; told.failure == Failure::deadlock && task < most_tasks; ++task)
        if (teller.has_missed_a_signal(task)) told.failure = Failure::lost_wakeup;
    told.what = machine.what();
    told.schedule = machine.schedule().text_to_paste();
    told.followed = teller.followed();
    told.max_steps = machine.max_steps();
    told.preemptions = ending.preemptions;
    teller.steps.resize(
        std::min<std::size_t>(teller.steps.size(), ending.steps));  // then it was only brought to its end
    told.steps = std::move(teller.steps);
    name_tasks(machine, told);
    return told;
}

}  // namespace fibrix::explore
