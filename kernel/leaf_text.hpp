// The C library's functions on strings and memory: text in which a program may fault and still be contained.
//
// They call nothing and hold nothing, so that nothing is half done when one is left in the middle; and they keep their
// caller's return address on top of the stack, which says whether the program itself has called.
#pragma once

namespace fibrix {

/// True if `instruction` lies in such a function. Async-signal-safe.
bool in_leaf_function(const void* instruction) noexcept;

}  // namespace fibrix
