// A task: a schedulable fiber. A small record until its first dispatch, which binds a stack to it.
#pragma once

#include <cstdint>

#include "kernel/closure.hpp"
#include "kernel/exit_status.hpp"
#include "kernel/id.hpp"
#include "kernel/signal.hpp"
#include "kernel/stack.hpp"
#include "kernel/state.hpp"
#include "kernel/trap.hpp"
#include "kernel/wait_queue.hpp"

namespace fibrix {

struct Process;
class Group;

/// What the kernel has to look after when it deals with a task; none of it in the common case.
enum class Attention : std::uint8_t {
    dying = 1,       // killed or exiting: unwinds at its next request
    filtered = 2,    // its process has filters
    exceptions = 4,  // parked inside a catch or a destructor: exception state to restore
    canary = 8,      // its stack has a canary instead of a guard page
    unwinds = 16,    // when it runs next there is no result: its stack is to be unwound
    signalled = 32,  // it has signals to handle
};

struct alignas(64) Task {
    // What a switch touches.
    Context context;
    Trap* trap = nullptr;  ///< the request it has made last
    Process* process = nullptr;
    Stack* stack = nullptr;  ///< null before the first dispatch and after the end
    State state = State::created;
    std::uint8_t attention = 0;
    bool detached = false;        ///< freed at its end; nobody waits for it
    StackSize reserved{};         ///< what stack it has or will have
    TaskId id;                    ///< slot 0 while the record is free
    std::uint32_t free_slot = 0;  ///< which slot this is, while the record is free
    Link<Task> queue;             ///< of the policy while ready, of its parent's zombies when ended
    std::uint64_t switches = 0;   ///< times dispatched
    std::uint64_t requests = 0;   ///< requests taken

    // What its beginning and end touch.
    Closure body;
    Link<Task> member;   ///< of its process
    WaitQueue watchers;  ///< who waits for its end
    ExitStatus status;
    Group* group = nullptr;  ///< told of its end
    Duration ran{};          ///< time running, sampled
    SignalSet signals;       ///< pending for this task
    SignalSet masked;

    [[nodiscard]] bool needs(Attention what) const noexcept {
        return (attention & static_cast<std::uint8_t>(what)) != 0;
    }
    void need(Attention what) noexcept { attention |= static_cast<std::uint8_t>(what); }
    void forget(Attention what) noexcept { attention &= static_cast<std::uint8_t>(~static_cast<unsigned>(what)); }
    [[nodiscard]] bool parked() const noexcept { return state == State::sleeping || state == State::waiting; }
};

}  // namespace fibrix
