#include "tools/counted_memory.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

#include "kernel/switch.hpp"

namespace {
constinit std::atomic<std::int64_t> alive = 0;
}

namespace fibrix {
std::int64_t blocks_alive() noexcept { return alive.load(std::memory_order_relaxed); }
}  // namespace fibrix

#if !FIBRIX_ASAN && !FIBRIX_TSAN

// A load and a store, no locked instruction: helper threads may make it lose count, where nobody counts.
// The forms for arrays, sizes and no exceptions end up in these two; what is aligned more strictly is not counted.
void* operator new(std::size_t size) {
    void* block = std::malloc(size == 0 ? 1 : size);  // NOLINT(cppcoreguidelines-no-malloc): this is what it is made of
    if (block == nullptr) throw std::bad_alloc();
    alive.store(alive.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    return block;
}

void operator delete(void* block) noexcept {
    if (block != nullptr) alive.store(alive.load(std::memory_order_relaxed) - 1, std::memory_order_relaxed);
    std::free(block);  // NOLINT(cppcoreguidelines-no-malloc): as above
}

void operator delete(void* block, std::size_t) noexcept { operator delete(block); }

#endif
