// While a kernel runs on a host thread, the thread is its own; afterwards it is as it was. Kernels nest: a task of one
// may run another.
#pragma once

#include <cxxabi.h>

#include "kernel/kernel.hpp"

namespace fibrix {

struct Kernel::Entered {
    explicit Entered(Kernel& kernel) : kernel_(kernel), outer_(current), outer_exceptions_(*thread_exceptions()) {
        current = {};
        current.owner = &kernel;
        current.every_request_visible = kernel.every_request_visible_;
#if FIBRIX_TSAN
        current.kernel.fiber = __tsan_get_current_fiber();
#endif
        kernel.exceptions_ = thread_exceptions();
        *kernel.exceptions_ = {};
    }
    Entered(const Entered&) = delete;
    Entered& operator=(const Entered&) = delete;
    ~Entered() {
        *kernel_.exceptions_ = outer_exceptions_;
        current = outer_;
    }

private:
    // What the C++ runtime keeps per thread: the exceptions being handled, and how many are in flight.
    static ExceptionState* thread_exceptions() noexcept {
        return reinterpret_cast<ExceptionState*>(abi::__cxa_get_globals());
    }

    Kernel& kernel_;
    Current outer_;
    ExceptionState outer_exceptions_;
};

}  // namespace fibrix
