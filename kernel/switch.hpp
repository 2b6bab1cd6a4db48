// Switching: the jump between the kernel's stack and a task's, and nothing else.
//
// All switches go between the kernel and the task it resumed. Both directions are inlined into their callers: an
// fcontext switch leaves by a jump, so that every `ret` after it would be mispredicted (10 ns against 35). Sanitizers
// are told of each switch here; C++ exception state is kept by the kernel, which sees all switches (see mainloop.cpp).
#pragma once

#include <boost/context/detail/fcontext.hpp>
#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#define FIBRIX_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FIBRIX_ASAN 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define FIBRIX_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define FIBRIX_TSAN 1
#endif
#endif
#ifndef FIBRIX_ASAN
#define FIBRIX_ASAN 0
#endif
#ifndef FIBRIX_TSAN
#define FIBRIX_TSAN 0
#endif

#if FIBRIX_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#if FIBRIX_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace fibrix {

/// Where an execution was left, so that it can be gone on with.
struct Context {
    boost::context::detail::fcontext_t frame = nullptr;
#if FIBRIX_ASAN
    void* fake_stack = nullptr;
    const void* bottom = nullptr;
    std::size_t size = 0;
#endif
#if FIBRIX_TSAN
    void* fiber = nullptr;
#endif
};

/// Tells the sanitizers that `from` is about to be left for `to`; `last` if `from` is never gone on with.
[[gnu::always_inline]] inline void announce_leave([[maybe_unused]] Context& from, [[maybe_unused]] const Context& to,
                                                  [[maybe_unused]] bool last = false) {
#if FIBRIX_ASAN
    __sanitizer_start_switch_fiber(last ? nullptr : &from.fake_stack, to.bottom, to.size);
#endif
#if FIBRIX_TSAN
    __tsan_switch_to_fiber(to.fiber, 0);
#endif
}

/// Tells the sanitizers that `self` runs now, and learns the bounds of the stack that was left into `left`, if given.
[[gnu::always_inline]] inline void announce_arrival([[maybe_unused]] Context& self, [[maybe_unused]] Context* left) {
#if FIBRIX_ASAN
    __sanitizer_finish_switch_fiber(self.fake_stack, left ? &left->bottom : nullptr, left ? &left->size : nullptr);
#endif
}

/// Leaves `self` for `other` and returns when something jumps back; gives what the jump brought.
[[gnu::always_inline]] inline void* switch_to(Context& self, Context& other, void* message, Context* learn = nullptr) {
    announce_leave(self, other);
    const auto back = boost::context::detail::jump_fcontext(other.frame, message);
    other.frame = back.fctx;
    announce_arrival(self, learn);
    return back.data;
}

}  // namespace fibrix
