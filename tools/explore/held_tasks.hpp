// The policy of a kernel in which requests are held: keeps the tasks that wait to be picked, asks the Decider who goes,
// and works out what each step has done.
//
// It also hashes: each step together with all that has happened before it and matters to it. The sum of these over an
// execution is the same for equivalent executions and for no others: the hash of their class.
#pragma once

#include <vector>

#include "kernel/policy.hpp"
#include "tools/explore/decider.hpp"
#include "tools/explore/ending.hpp"
#include "tools/explore/objects.hpp"
#include "tools/explore/options.hpp"
#include "tools/explore/runnable.hpp"
#include "tools/explore/schedule.hpp"
#include "tools/explore/trail.hpp"

namespace fibrix {
class Kernel;
}

namespace fibrix::explore {

class HeldTasks final : public Policy {
public:
    HeldTasks(const Runnable& runnable, const Options& options)
        : runnable_(runnable), options_(options), max_steps_(options.max_steps) {}
    void attach(Kernel& kernel) noexcept { kernel_ = &kernel; }

    /// From here on `decider` decides; null: any task that can go goes, and nobody is told.
    void begin(Decider* decider);
    void finish() noexcept { decider_ = nullptr, ending_over_ = false, patience_ = 10'000, going_on_ = {}; }
    /// Also those go that never run while there is a Decider: the kernel is about to end.
    void close() noexcept { closing_ = true, decider_ = nullptr; }
    /// Works out what the last step has done, when nobody will be picked any more.
    void conclude();
    /// Longer executions are asked whether they ever end.
    void limit_steps(std::uint64_t most) noexcept { max_steps_ = most; }
    [[nodiscard]] std::uint64_t max_steps() const noexcept { return max_steps_; }
    /// From now on the steps of each execution are noted there too; null: no more.
    void leave_trail(Trail* trail) noexcept { trail_ = trail; }
    /// In schedules; where time is free it is number 0, and tasks begin at 1.
    [[nodiscard]] std::uint32_t number_of(const Task& task) const noexcept {
        return task.id.slot - first_slot_ + (options_.free_time ? 1 : 0);
    }
    [[nodiscard]] bool is_time(std::uint32_t number) const noexcept {
        return options_.free_time && number == time_number;
    }
    /// Of the last execution; of one that does not end also a few steps behind its limit.
    [[nodiscard]] const Schedule& schedule() const noexcept { return schedule_; }
    /// A free choice within the step that is under way.
    std::size_t choose_value(std::size_t options);
    [[nodiscard]] const Ending& ending() const noexcept { return ending_; }
    [[nodiscard]] const std::string& what() const noexcept { return what_; }

    void enqueue(Task& task, Why why) override;
    void remove(Task& task) override;
    Decision pick(Time now, int cpu) override;

private:
    static constexpr std::uint32_t time_number = 0;
    static constexpr std::uint32_t longest_going_on = 10'000;
    /// How an execution goes on that is too long.
    struct GoingOn {
        enum class How : std::uint8_t { not_at_all, in_turns, by_chance } how = How::not_at_all;
        std::uint32_t steps = 0;
        std::uint64_t chance = 0;
    };
    /// What is known of a task besides what the kernel knows.
    struct Known {
        const Task* task = nullptr;
        std::uint64_t hash = 0;  ///< of its last step
        bool over = false;
    };

    Known& known(std::uint32_t number) {
        if (number >= known_.size()) [[unlikely]]
            known_.resize(number + 1);
        return known_[number];
    }
    void hold(Task& task);
    void woken_by_time(std::uint32_t number);
    Task* take_ready() noexcept;
    std::size_t find_enabled();
    [[nodiscard]] bool somebody_waits() const;
    [[nodiscard]] bool could_go(Task& task);
    Decision decide();
    Decision let_go(std::uint32_t place) noexcept;
    Decision go_on();
    void look_at_time();
    void begin_step(const Held& held);
    void end_step();
    [[nodiscard]] bool leaves_others(const Task& task) const;
    void look_outside();
    void look_for_ends(std::uint32_t number);
    void fail(Failure failure, std::string what);
    void hash_step();
    void mark(Task& task, Marks& marks);

    const Runnable& runnable_;
    const Options& options_;
    std::uint64_t max_steps_;
    GoingOn going_on_;
    Task time_;                     // stands for time, where each expiry is a choice
    bool time_could_pass_ = false;  // after the last step
    Kernel* kernel_ = nullptr;
    Decider* decider_ = nullptr;
    bool looks_ahead_ = false, listens_ = false, in_step_ = false, ending_over_ = false, closing_ = false;
    int patience_ = 0;  // steps that a cut execution may take to its end
    std::uint32_t first_slot_ = 1;
    std::vector<Held> held_;              // by number, also those that are not held
    std::vector<std::uint32_t> enabled_;  // places in it
    std::vector<Task*> ready_;            // by number: new, or woken with an answer
    std::vector<Task*> resting_;          // below the first slot: never run
    std::vector<Known> known_;            // by number
    std::vector<std::uint32_t> woken_;    // in this step
    std::vector<std::uint32_t> outside_;  // went on outside of any step: before their first, or after time has passed
    Objects objects_;
    Event event_;
    std::uint32_t last_ = nobody;
    bool last_could_go_ = false;
    Ending ending_;
    std::string what_;
    Schedule schedule_;
    Trail* trail_ = nullptr;
};

}  // namespace fibrix::explore
