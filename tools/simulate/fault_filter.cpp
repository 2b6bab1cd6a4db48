#include "tools/simulate/fault_filter.hpp"

#include <new>

#include "kernel/kernel.hpp"
#include "kernel/syscall_table.hpp"
#include "syscalls/file/file.hpp"
#include "syscalls/name.hpp"
#include "syscalls/readiness/readiness.hpp"
#include "syscalls/request.hpp"
#include "syscalls/sync/sync.hpp"
#include "tools/simulate/simulated_host.hpp"

namespace fibrix::simulate {
namespace {

using simulated::Fault;

template <class R, class... Values>
FilterDecision succeed(Trap& trap, Values&&... values) {
    ::new (static_cast<void*>(&static_cast<Frame<R>&>(trap).answer)) Answer<R>(std::forward<Values>(values)...);
    return FilterDecision::answered();
}

template <class R>
bool asks(const Syscall& syscall) {
    return syscall.name == request_name<R>();
}

struct Refusal {
    Fault fault;
    Errno error;
};

constexpr Refusal refusals[] = {{Fault::eintr, Errno::intr},
                                {Fault::eagain, Errno::again},
                                {Fault::emfile, Errno::mfile},
                                {Fault::enomem, Errno::nomem}};

}  // namespace

// A poll says that what was asked for first is ready, although reading from it would still wait. A futex that has woken
// somebody has given something away, so one that has not says EAGAIN. A condition variable's waiter has to be there
// first: it is woken a little later.
FilterDecision FaultFilter::wake_spuriously(Task& task, const Syscall& syscall, Trap& trap) {
    if (asks<sys::ConditionWait>(syscall)) {
        if (faults_.is_drawn(Fault::spurious)) host_.wake_soon(task);
        return FilterDecision::pass();
    }
    const auto* poll = asks<sys::Poll>(syscall) ? &static_cast<Frame<sys::Poll>&>(trap).request : nullptr;
    const bool may = asks<sys::ReadWait>(syscall) || asks<sys::WriteWait>(syscall) || asks<sys::FutexWait>(syscall) ||
                     (poll != nullptr && !poll->entries.empty());
    if (!may || !faults_.happens(Fault::spurious)) return FilterDecision::pass();
    if (asks<sys::FutexWait>(syscall)) return FilterDecision::refuse(Errno::again);
    if (poll != nullptr) return succeed<sys::Poll>(trap, std::vector{poll->entries.front()});
    return asks<sys::ReadWait>(syscall) ? succeed<sys::ReadWait>(trap) : succeed<sys::WriteWait>(trap);
}

FilterDecision FaultFilter::taken(Task& task, const Syscall& syscall, Trap& trap) {
    if (const auto blow = syscall.release ? std::nullopt : faults_.at_next_request()) {
        host_.strike(*blow, task);
        return FilterDecision::hold(Duration(1));
    }
    if (lies_about_fsync_ && asks<sys::Fsync>(syscall)) return succeed<sys::Fsync>(trap);
    if (syscall.release) return FilterDecision::pass();
    const auto woken = wake_spuriously(task, syscall, trap);
    if (woken.kind != FilterDecision::Kind::pass) return woken;
    for (const auto& [fault, error] : refusals)
        if (syscall.declares(error) && faults_.happens(fault)) return FilterDecision::refuse(error);
    return FilterDecision::pass();
}

}  // namespace fibrix::simulate
