// An observer: watches the kernel's transitions and changes nothing. One that throws is detached.
#pragma once

#include <cstdint>
#include <string_view>

#include "kernel/policy.hpp"
#include "kernel/state.hpp"
#include "kernel/time.hpp"

namespace fibrix {

class Kernel;
struct Syscall;

enum class Level : std::uint8_t { trace, debug, info, warning, error };

class Observer {
public:
    Observer() = default;
    Observer(const Observer&) = delete;
    Observer& operator=(const Observer&) = delete;
    virtual ~Observer() = default;

    /// False for one that only wants notices: then a run costs nothing more for it.
    [[nodiscard]] virtual bool watches_tasks() const { return true; }
    /// `task.state` is still `from`.
    virtual void transition(const Task&, [[maybe_unused]] State from, [[maybe_unused]] State to) {}
    /// A request has been taken and has had no effect yet.
    virtual void taken(const Task&, const Syscall&, const Trap&) {}
    /// Its result lies in the frame.
    virtual void answered(const Task&, const Syscall&, const Trap&) {}
    virtual void decided(const Decision&) {}
    /// `task` has computed on this processor, all of the time in between.
    virtual void computed(const Task&, [[maybe_unused]] int processor, [[maybe_unused]] Time from, Time) {}
    /// The World was looked at: what becomes ready before the next decision was woken from outside.
    virtual void polled() {}
    /// Something worth a line in the log; `task` is null if it is about the kernel itself.
    virtual void notice(Level, [[maybe_unused]] const Task* task, [[maybe_unused]] std::string_view text) {}
};

}  // namespace fibrix
