// Standstill: all that keep the run alive wait for each other or for a service, and no deadline, timer or operation of
// theirs will end it.
//
// It is no verdict, because a service may still call one of them; it is told once, after a while, so that a deadlock
// beside an idle server is not silence for ever. Looked for only when nothing is ready, at most once in `grace` of the
// World's time, and only where there are services: without them the mainloop's own verdict is exact.

#include "kernel/kernel.hpp"

namespace fibrix {
namespace {

constexpr Duration grace = std::chrono::seconds(1);

// Nothing but another task can wake it.
bool waits_for_others(const Task& task) noexcept {
    return task.parked() && !task.trap->parking.timed && task.trap->parking.operation == nullptr;
}

}  // namespace

// Until when to wait in the World before looking again.
Time Kernel::look_for_standstill() {
    const Time next = timers_.next();
    if (keeping_alive_ == tasks_.count() || shutting_down_) return std::min(next, patience_ends_);
    if (now_ < look_again_) return std::min(next, look_again_);
    look_again_ = now_ + grace;
    const Time since = standstill_since();
    if (since == never || since == told_standstill_) return next;
    if (now_ - since < grace) return std::min(next, look_again_ = since + grace);
    told_standstill_ = since;
    notice(Level::warning, nullptr, "nothing but services can go on:\n" + describe_waits());
    return next;
}

// When the last of those that keep the run alive has begun to wait for others; `never` if one of them does not.
Time Kernel::standstill_since() const {
    Time since{};
    const bool somebody_goes_on = tasks_.any_of([&](const Task& task) {
        if (task.process->service || task.process->stopped() || task.state == State::zombie) return false;
        if (!waits_for_others(task)) return true;
        since = std::max(since, task.trap->parking.since);
        return false;
    });
    return somebody_goes_on ? never : since;
}

// False if something may still come.
bool Kernel::find_deadlock() {
    if (timed_ && processors_.busy()) return false;
    if (!timers_.empty() || (in_flight_ > 0 && (shutting_down_ || world_.expects_something()))) return false;
    if (!again_.empty()) {  // somebody was killed from outside
        carry_out_again();
        return true;
    }
    verdict_ = {Verdict::Kind::deadlock, describe_waits()};
    return has_verdict_ = true;
}

}  // namespace fibrix
