// How many blocks of memory are alive: what is more after a run than before it was leaked.
#pragma once

#include <cstdint>

namespace fibrix {

/// Of this process, since it began: what `new` and malloc have made, for programs and libraries; always zero under a
/// sanitizer, which finds leaks by itself.
[[nodiscard]] std::int64_t blocks_alive() noexcept;

}  // namespace fibrix
