// The past of an execution: which of its steps happened before which, and which pairs race.
//
// Two steps race if they conflict and nothing else orders them: then they could have gone the other way round. Steps
// are kept with vector clocks: how many steps of each task happened before one, or are it. What a search repeats of
// the execution before it knows already: only the last accesses are followed anew.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tools/explore/decider.hpp"

namespace fibrix::explore {

class Past {
public:
    /// A new execution, whose first `known` steps are those of the last one.
    void begin(std::size_t known);
    void add(const Event& event);
    void woken_by_time(std::uint32_t task);
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    /// The last step was known before.
    [[nodiscard]] bool repeats() const noexcept { return size_ <= known_; }

    /// With which steps a request of `task` that would do `marks` races, if it were carried out next; of the last step,
    /// if it is carried out already, ask before it is added.
    const std::vector<std::uint32_t>& races(std::uint32_t task, const Marks& marks);
    /// Who could begin an execution in which that request comes before the step `first`, which it races with: those
    /// whose next step at that place needs none of the others. After `races`.
    const std::vector<std::uint32_t>& beginners(std::uint32_t first, std::uint32_t task);
    [[nodiscard]] std::uint32_t task_of(std::uint32_t step) const noexcept { return steps_[step].task; }
    /// `task` has made its present request after `step`.
    [[nodiscard]] bool asked_after(std::uint32_t task, std::uint32_t step) const noexcept {
        return task < tasks_.size() && tasks_[task].asked > step + 1;
    }

private:
    using Clock = std::vector<std::uint32_t>;
    struct Step {
        std::uint32_t task = 0;
        std::uint32_t ordinal = 0;  ///< among those of its task, from 1
        Clock clock;                ///< by task: how many steps happened before it, or are it
        Clock before;               ///< by task: how many steps were made before it
    };
    struct Object {
        std::uint32_t written = 0;        ///< step, from 1; 0: never
        std::vector<std::uint32_t> read;  ///< since
    };
    struct Doer {
        std::uint32_t last = 0;   ///< step, from 1
        std::uint32_t asked = 0;  ///< the step in which it has made its present request, from 1
        std::uint32_t steps = 0;
        Clock base;  ///< what happened before its next step because somebody woke it
    };

    [[nodiscard]] static std::uint32_t at(const Clock& clock, std::uint32_t task) noexcept {
        return task < clock.size() ? clock[task] : 0;
    }
    static void join(Clock& clock, const Clock& other);
    [[nodiscard]] bool happened_before(std::uint32_t step, const Clock& clock) const noexcept {
        return at(clock, steps_[step].task) >= steps_[step].ordinal;
    }
    Doer& doer(std::uint32_t task);
    Object& object(std::uint32_t number);
    void gather(std::uint32_t task, const Marks& marks);
    void note(const Event& event);

    std::vector<Step> steps_;
    std::size_t size_ = 0, known_ = 0;
    std::vector<Doer> tasks_;
    std::vector<Object> objects_;
    std::uint32_t world_ = 0;                // the last step, from 1, that wrote the world
    std::vector<std::uint32_t> candidates_;  // the last steps that conflict with what is looked at
    std::vector<std::uint32_t> races_, beginners_;
    Clock base_, clock_;  // of what is looked at: by its own task alone, and with all it conflicts with
};

}  // namespace fibrix::explore
