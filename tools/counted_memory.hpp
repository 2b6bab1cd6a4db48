// How many blocks that `new` has made are alive: what is more after a run than before it was leaked. What C libraries
// allocate is not counted.
#pragma once

#include <cstdint>

namespace fibrix {

/// Of this process, since it began; always zero under a sanitizer, which finds leaks by itself.
[[nodiscard]] std::int64_t blocks_alive() noexcept;

}  // namespace fibrix
