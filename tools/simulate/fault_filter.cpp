#include "tools/simulate/fault_filter.hpp"

#include <new>

#include "kernel/kernel.hpp"
#include "kernel/syscall_table.hpp"
#include "syscalls/file/file.hpp"
#include "syscalls/name.hpp"
#include "syscalls/readiness/readiness.hpp"
#include "syscalls/request.hpp"

namespace fibrix::simulate {
namespace {

using simulated::Fault;

template <class R>
FilterDecision succeed(Trap& trap) {
    ::new (static_cast<void*>(&static_cast<Frame<R>&>(trap).answer)) Answer<R>();
    return FilterDecision::answered();
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

FilterDecision FaultFilter::taken(Task&, const Syscall& syscall, Trap& trap) {
    if (lies_about_fsync_ && syscall.name == request_name<sys::Fsync>()) return succeed<sys::Fsync>(trap);
    if (syscall.release) return FilterDecision::pass();
    if (syscall.name == request_name<sys::ReadWait>() && faults_.happens(Fault::spurious))
        return succeed<sys::ReadWait>(trap);
    for (const auto& [fault, error] : refusals)
        if (syscall.declares(error) && faults_.happens(fault)) return FilterDecision::refuse(error);
    return FilterDecision::pass();
}

}  // namespace fibrix::simulate
