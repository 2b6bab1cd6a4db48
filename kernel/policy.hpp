// A policy: which ready task runs next, and for how long.
//
// The kernel tells a policy which tasks become ready and why; the policy answers with a task, a quantum, and its
// reason in words. A policy is one file that registers itself; it keeps its queue with `Task::queue`, which is its own
// while a task is ready.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "kernel/registry.hpp"
#include "kernel/task.hpp"
#include "kernel/time.hpp"

namespace fibrix {

/// Why a task has become ready.
enum class Why : std::uint8_t {
    spawned,     // it is new
    preempted,   // its quantum is used up
    yielded,     // it gave up the rest
    woken,       // what it waited for has come
    requesting,  // its request is held until it is picked: Kernel::hold_requests
};

struct Decision {
    Task* task = nullptr;        ///< null: nobody is ready
    std::uint32_t requests = 1;  ///< how many requests that complete at once it may make before the next decision; with
                                 ///< no task, where requests are held, 0 leaves the run where it is
    std::string_view reason;     ///< why this task, in words; valid until the next decision
};

class Policy {
public:
    Policy() = default;
    Policy(const Policy&) = delete;
    Policy& operator=(const Policy&) = delete;
    virtual ~Policy() = default;

    virtual void enqueue(Task& task, Why why) = 0;
    /// Takes a ready task out of its turn.
    virtual void remove(Task& task) = 0;
    /// Takes the next task out of the queue.
    virtual Decision pick(Time now, int cpu) = 0;
    /// True if the policy wants `charge`; each dispatch then costs two readings of the clock.
    [[nodiscard]] virtual bool charges() const { return false; }
    /// `task` has run for `used` since it was picked.
    virtual void charge([[maybe_unused]] Task& task, [[maybe_unused]] Duration used) {}
};

/// A policy that can be named with --policy. Define one at namespace scope in the policy's file.
struct [[gnu::visibility("default")]] PolicyEntry : Registered<PolicyEntry> {
    std::string_view name, help;
    std::unique_ptr<Policy> (*make)();
    PolicyEntry(std::string_view its_name, std::string_view its_help, std::unique_ptr<Policy> (*maker)())
        : name(its_name), help(its_help), make(maker) {}
};

}  // namespace fibrix
