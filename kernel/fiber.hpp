// The fiber: what runs on every stack. A loop that runs the body of whatever task is bound to the stack.
#pragma once

#include <boost/context/detail/fcontext.hpp>
#include <cstdint>

namespace fibrix {

/// Entry of every fiber; never returns.
void fiber_entry(boost::context::detail::transfer_t from);

/// What a fiber may bring to the kernel instead of a trap, whose address is never as small.
enum class Message : std::uintptr_t {
    ended = 1,      // the body has returned or was unwound
    abandoned = 2,  // a signal handler has left the stack in the middle
};
inline void* as_pointer(Message message) noexcept { return reinterpret_cast<void*>(message); }
inline bool is_trap(const void* brought) noexcept {
    return reinterpret_cast<std::uintptr_t>(brought) > static_cast<std::uintptr_t>(Message::abandoned);
}

}  // namespace fibrix
