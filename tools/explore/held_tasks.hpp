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

namespace fibrix {
class Kernel;
}

namespace fibrix::explore {

class HeldTasks final : public Policy {
public:
    HeldTasks(const Runnable& runnable, const Options& options) : runnable_(runnable), options_(options) {}
    void attach(Kernel& kernel) noexcept { kernel_ = &kernel; }

    /// From here on `decider` decides; null: any task that can go goes, and nobody is told.
    void begin(Decider* decider);
    void finish() noexcept { decider_ = nullptr, ending_over_ = false, patience_ = 10'000; }
    /// Also those go that never run while there is a Decider: the kernel is about to end.
    void close() noexcept { closing_ = true, decider_ = nullptr; }
    /// Works out what the last step has done, when nobody will be picked any more.
    void conclude();
    /// Of the last execution.
    [[nodiscard]] const Schedule& schedule() const noexcept { return schedule_; }
    /// A free choice within the step that is under way.
    std::size_t choose_value(std::size_t options);
    [[nodiscard]] const Ending& ending() const noexcept { return ending_; }
    [[nodiscard]] const std::string& what() const noexcept { return what_; }

    void enqueue(Task& task, Why why) override;
    void remove(Task& task) override;
    Decision pick(Time now, int cpu) override;

private:
    /// What is known of a task besides what the kernel knows.
    struct Known {
        const Task* task = nullptr;
        std::uint64_t hash = 0;  ///< of its last step
        bool over = false;
    };

    [[nodiscard]] std::uint32_t number_of(const Task& task) const noexcept { return task.id.slot - first_slot_; }
    Known& known(std::uint32_t number);
    void hold(Task& task);
    void woken_by_time(std::uint32_t number);
    Task* take_ready() noexcept;
    std::size_t find_enabled();
    [[nodiscard]] bool somebody_waits() const;
    Decision decide();
    void begin_step(const Held& held);
    void end_step();
    [[nodiscard]] bool leaves_others(const Task& task) const;
    void look_for_ends(std::uint32_t number);
    void fail(Failure failure, std::string what);
    void hash_step();
    void mark(Task& task, Marks& marks);

    const Runnable& runnable_;
    const Options& options_;
    Kernel* kernel_ = nullptr;
    Decider* decider_ = nullptr;
    bool looks_ahead_ = false, in_step_ = false, ending_over_ = false, closing_ = false;
    int patience_ = 0;  // steps that a cut execution may take to its end
    std::uint32_t first_slot_ = 1;
    std::vector<Held> held_;              // by number, also those that are not held
    std::vector<std::uint32_t> enabled_;  // places in it
    std::vector<Task*> ready_;            // by number: new, or woken with an answer
    std::vector<Task*> resting_;          // below the first slot: never run
    std::vector<Known> known_;            // by number
    std::vector<std::uint32_t> woken_;    // in this step
    Objects objects_;
    Event event_;
    std::uint32_t last_ = nobody;
    bool last_could_go_ = false;
    Ending ending_;
    std::string what_;
    Schedule schedule_;
};

}  // namespace fibrix::explore
