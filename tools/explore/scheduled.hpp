// A system that goes the way of a schedule, in a World like the explorer's: so what was found can be recorded.
//
// Behind the schedule's end it goes on in the default order, to its own end; no failure ends it before.
#pragma once

#include "tools/explore/held_tasks.hpp"
#include "tools/explore/script.hpp"
#include "tools/explore/searching_world.hpp"

namespace fibrix::explore {

class Scheduled {
public:
    /// `options` and the schedule in it must be sensible.
    explicit Scheduled(Options options);
    Scheduled(const Scheduled&) = delete;
    Scheduled& operator=(const Scheduled&) = delete;
    ~Scheduled();

    /// To be taken once each, before `begin`.
    std::unique_ptr<World> take_world() noexcept;
    std::unique_ptr<Policy> take_policy() noexcept;
    /// Before the first process starts.
    void begin(Kernel& kernel);
    /// The run is over, and the kernel about to end.
    void end() { held_->close(); }

private:
    class Anything;

    Options options_;
    std::unique_ptr<Anything> runnable_;
    Script script_;
    std::unique_ptr<HeldTasks> policy_;
    std::unique_ptr<SearchingWorld> world_;
    HeldTasks* held_;
};

}  // namespace fibrix::explore
