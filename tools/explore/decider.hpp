// Who decides: asked by the machine at each step which task goes next, and told what came of it.
#pragma once

#include <cstdint>
#include <span>

#include "kernel/task.hpp"
#include "tools/explore/marks.hpp"

namespace fibrix::explore {

inline constexpr std::uint32_t nobody = UINT32_MAX;

/// A task, and whether its request is held.
struct Held {
    Task* task = nullptr;      ///< null: it is not held
    std::uint32_t number = 0;  ///< tasks are numbered from 0 in the order of their beginning
    bool always = false;       ///< its request can be carried out in any state
    bool could_go = false;     ///< it can be carried out now
    Marks posted;              ///< what it would do, as it was when it was made; if somebody wants to know
};

/// Where a decision is made.
struct Moment {
    std::span<const Held> held;              ///< by the tasks' numbers
    std::span<const std::uint32_t> enabled;  ///< those that could go, as places in `held`; at least one
    std::uint32_t last = nobody;             ///< who has made the step before
    bool last_could_go = false;              ///< then to let another go is a preemption
    std::uint32_t step = 0;
};

/// What a step has done.
struct Event {
    std::uint32_t task = 0;
    SyscallNumber request = 0;
    bool preemption = false;
    bool failed = false;  ///< it has ended the execution: no other step can follow
    Marks marks;
    std::uint64_t hash = 0;                  ///< of it and all that happened before it
    std::span<const std::uint32_t> woken{};  ///< tasks that go on, or have begun, because of it
};

class Decider {
public:
    Decider() = default;
    Decider(const Decider&) = delete;
    Decider& operator=(const Decider&) = delete;
    virtual ~Decider() = default;

    static constexpr std::size_t cut = SIZE_MAX;

    /// Which of `moment.enabled` goes next; `cut`: the rest of this execution is not of interest.
    virtual std::size_t choose(const Moment& moment) = 0;
    /// One of 0 … options - 1, chosen within the step that is under way.
    virtual std::size_t choose_value(std::size_t options) = 0;
    /// Requests are held, and none of them could go: until time passes, or for ever.
    virtual void nobody_could_go(const Moment&) {}
    virtual void happened(const Event&) {}
    /// Nobody could go until time has passed: `task` goes on after everything that was.
    virtual void woken_by_time([[maybe_unused]] std::uint32_t task) {}
    /// False if it does not want to know what has happened.
    [[nodiscard]] virtual bool listens() const { return true; }
    /// True if `Held::posted` is wanted.
    [[nodiscard]] virtual bool looks_ahead() const { return false; }
};

}  // namespace fibrix::explore
