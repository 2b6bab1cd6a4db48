// The trap: the one door between a program and the kernel.
//
// A task leaves a typed request in a frame on its own stack and jumps to the kernel; when it runs again the result
// lies in the frame. This header is all of the kernel that programs are compiled with, and its layout is part of the
// ABI tag. Everything here is inlined into the caller (see switch.hpp for why).
#pragma once

#include <cstdint>

#include "kernel/errno.hpp"
#include "kernel/switch.hpp"
#include "kernel/time.hpp"
#include "kernel/wait_node.hpp"

namespace fibrix {

class Kernel;
struct Operation;
struct Task;

/// Where a request stands in the syscall table. Files store a request's name and schema hash instead.
using SyscallNumber = std::uint16_t;
/// How many numbers there are: the table's size.
inline constexpr SyscallNumber syscall_numbers = 2048;

/// What the kernel notes in the frame of a request that parks. A request that does not park never pays for it.
struct Parking {
    bool expired = false;            ///< its deadline has passed
    bool notified = false;           ///< somebody has called; the request is about to be carried out again
    bool timed = false;              ///< the task's timer is on the kernel's wheel
    bool undoing = false;            ///< the operation was cancelled and its completion has not come yet
    bool killed = false;             ///< undone because the task was killed
    bool held = false;               ///< by a filter, which is to be asked again
    bool attempted = false;          ///< being carried out again right now: it cannot be undone meanwhile
    Errno undone{};                  ///< else why
    Time since{};                    ///< when the task parked
    WaitNode first{};                ///< the place on one wait queue; a request that waits on more brings its own
    WaitNode* nodes = nullptr;       ///< all places of this wait
    Operation* operation = nullptr;  ///< in flight in the World
};

/// The kernel's part of a request's frame. The typed request and its result follow it (see syscalls/syscall.hpp).
struct Trap {
    SyscallNumber number;
    bool parked = false;  ///< `parking` is in use
    union {
        Parking parking;
    };

    explicit Trap(SyscallNumber request) noexcept : number(request) {}
    Trap(const Trap&) = delete;
    Trap& operator=(const Trap&) = delete;
    ~Trap() {}  // NOLINT(modernize-use-equals-default): the union needs one
};

class WaitQueue;

/// What a host thread knows of the kernel that runs on it: the only process-wide state there is.
struct Current {
    Context kernel;                      ///< where a trap jumps to
    Context* context = nullptr;          ///< of the running task; null while the kernel itself runs
    Task* task = nullptr;                ///< the running task
    Kernel* owner = nullptr;             ///< the kernel that runs on this thread now
    bool every_request_visible = false;  ///< no fast path in user space (set by the mode before boot)
    static constexpr std::uint8_t most_wakes = 4;
    std::uint8_t wakes = 0;  ///< how many queues the running task has noted for waking
    WaitQueue* wake[most_wakes]{};
};

// initial-exec: a thread pointer and an offset, also from a program in a shared object.
[[gnu::tls_model("initial-exec")]] extern constinit thread_local Current current;

/// What the kernel brings back from a trap besides the result.
enum class Delivery : std::uintptr_t {
    result = 0,  ///< the frame holds the result
    unwind = 1,  ///< the task ends: its stack is to be unwound
    handle = 2,  ///< the frame holds the result; but first the handlers of signals are to be run
};

/// Does what the kernel asks for instead of an ordinary return. Out of line: it is the rare way.
[[gnu::cold]] void attend(Delivery delivery);

/// Hands `frame` to the kernel, and returns when its result is there.
[[gnu::always_inline]] inline void trap(Trap& frame) {
    auto& here = current;
    void* delivery = switch_to(*here.context, here.kernel, &frame, &here.kernel);
    if (delivery != nullptr) [[unlikely]]
        attend(static_cast<Delivery>(reinterpret_cast<std::uintptr_t>(delivery)));
}

/// True in code that runs as a task, hence may make requests.
[[nodiscard]] inline bool in_task() noexcept { return current.context != nullptr; }

}  // namespace fibrix
