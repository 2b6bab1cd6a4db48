// A policy: which ready task runs next, and for how long.
//
// The kernel tells a policy which tasks become ready and why; the policy answers with a task, a quantum, and its
// reason in words. A policy is one file that registers itself; it keeps its queue with `Task::queue`, which is its own
// while a task is ready, and what else it wants to remember of a task in a `PerTask`. README.md has a chapter on it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/policy_settings.hpp"
#include "kernel/registry.hpp"
#include "kernel/scheduling.hpp"
#include "kernel/task.hpp"
#include "kernel/time.hpp"

namespace fibrix {

class Kernel;

/// Why a task has become ready.
enum class Why : std::uint8_t {
    spawned,      // it is new
    preempted,    // its quantum is used up
    yielded,      // it gave up the rest
    woken,        // what it waited for has come
    requesting,   // its request is held until it is picked: Kernel::hold_requests
    displaced,    // `preempts` has said that another is to run
    rescheduled,  // what is known of it has changed while it was ready
};

inline constexpr Duration unlimited = Duration::max();

struct Decision {
    Task* task = nullptr;        ///< null: nobody is ready
    std::uint32_t requests = 1;  ///< how many requests that complete at once it may make before the next decision; with
                                 ///< no task, where requests are held, 0 leaves the run where it is
    std::string_view reason;     ///< why this task, in words; valid until the next decision
    Duration quantum = unlimited;  ///< for how long it may compute; only a policy that charges has one
};

using TaskList = List<Task, &Task::queue>;

class Policy {
public:
    /// How many requests a task may make in one go where time is what counts.
    static constexpr std::uint32_t batch = 128;

    Policy() = default;
    Policy(const Policy&) = delete;
    Policy& operator=(const Policy&) = delete;
    virtual ~Policy() = default;

    virtual void enqueue(Task& task, Why why) = 0;
    /// Takes a ready task out of its turn.
    virtual void remove(Task& task) = 0;
    /// Takes the next task out of the queue.
    virtual Decision pick(Time now, int cpu) = 0;
    /// True if the policy wants `charge`, `preempts` and quanta; each dispatch then costs two readings of the clock.
    [[nodiscard]] virtual bool charges() const { return false; }
    /// `task` has run for `used` since it was picked, or charged.
    virtual void charge([[maybe_unused]] Task& task, [[maybe_unused]] Duration used) {}
    /// Whether `running`, which computes on `cpu`, is to give way to somebody who is ready. It is then enqueued as
    /// `displaced`, and there is a decision.
    virtual bool preempts([[maybe_unused]] const Task& running, [[maybe_unused]] int cpu) { return false; }
    /// `task` has begun to wait for something that `owner` has, such as a mutex.
    virtual void blocked([[maybe_unused]] Task& task, [[maybe_unused]] Task& owner) {}

protected:
    [[nodiscard]] Time now() const noexcept;
    [[nodiscard]] const Scheduling& known(const Task& task) const noexcept;
    /// A random number below `below`, drawn for `cpu`.
    [[nodiscard]] std::uint64_t draw(std::uint64_t below, int cpu = 0) const;
    [[nodiscard]] int processors() const noexcept;
    [[nodiscard]] bool may_run(const Task& task, int cpu) const noexcept { return known(task).allows(cpu); }
    /// Takes the first of `list` that may run on `cpu`; null if there is none.
    [[nodiscard]] Task* take_first(TaskList& list, int cpu) const noexcept;

private:
    friend class Kernel;
    Kernel* kernel_ = nullptr;  // whose policy it is
};

/// What a policy remembers of each task. It must begin anew for a task that is `spawned`.
template <class T>
class PerTask {
public:
    T& operator[](const Task& task) {
        if (task.id.slot >= all_.size()) all_.resize(task.id.slot + 1);
        return all_[task.id.slot];
    }

private:
    std::vector<T> all_;
};

/// A policy that can be named with --policy. Define one at namespace scope in the policy's file.
struct [[gnu::visibility("default")]] PolicyEntry : Registered<PolicyEntry> {
    using Maker = std::unique_ptr<Policy> (*)(const PolicySettings&);

    std::string_view name, help;
    std::vector<PolicyParameter> parameters;
    std::string_view rules;  ///< who comes first where it could be several; a sentence a line

    PolicyEntry(std::string_view its_name, std::string_view its_help, std::unique_ptr<Policy> (*maker)())
        : name(its_name), help(its_help), simple_(maker) {}
    PolicyEntry(std::string_view its_name, std::string_view its_help, std::vector<PolicyParameter> its_parameters,
                std::string_view its_rules, Maker maker)
        : name(its_name), help(its_help), parameters(std::move(its_parameters)), rules(its_rules), maker_(maker) {}

    /// With what `settings` says, as behind the colon of "mlfq:levels=3"; null if that is wrong, and then why.
    [[nodiscard]] std::unique_ptr<Policy> make(std::string_view settings, std::string& why) const;
    [[nodiscard]] std::unique_ptr<Policy> make() const;

private:
    std::unique_ptr<Policy> (*simple_)() = nullptr;
    Maker maker_ = nullptr;
};

/// The registered policy that "mlfq:levels=3" names; null if there is none, or it cannot be so, and then why.
std::unique_ptr<Policy> make_policy(std::string_view text, std::string& why);

}  // namespace fibrix
