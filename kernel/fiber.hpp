// The fiber: what runs on every stack. A loop that runs the body of whatever task is bound to the stack.
#pragma once

#include <boost/context/detail/fcontext.hpp>

namespace fibrix {

/// Entry of every fiber; never returns.
void fiber_entry(boost::context::detail::transfer_t from);

/// What a fiber brings to the kernel instead of a trap.
namespace message {
inline constexpr void* ended = nullptr;  // the body has returned or was unwound
extern char abandoned;                   // its address: a signal handler has left the stack in the middle
}  // namespace message

}  // namespace fibrix
