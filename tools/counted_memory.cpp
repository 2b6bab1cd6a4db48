// These functions stand before the C library's own, which do the work; so whoever allocates is counted, libraries too.

#include "tools/counted_memory.hpp"

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <new>

#include "kernel/switch.hpp"

namespace {

constinit std::atomic<std::int64_t> alive = 0;

}  // namespace

namespace fibrix {
std::int64_t blocks_alive() noexcept { return alive.load(std::memory_order_relaxed); }
}  // namespace fibrix

#if !FIBRIX_ASAN && !FIBRIX_TSAN

namespace {
// A load and a store, no locked instruction: helper threads may make it lose count, where nobody counts.
void count(const void* block, std::int64_t more) noexcept {
    if (block != nullptr) alive.store(alive.load(std::memory_order_relaxed) + more, std::memory_order_relaxed);
}
}  // namespace

// NOLINTBEGIN(bugprone-reserved-identifier, readability-inconsistent-declaration-parameter-name): the library's own

extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* block);

void* malloc(std::size_t size) noexcept {
    void* block = __libc_malloc(size);
    count(block, 1);
    return block;
}

void* calloc(std::size_t number, std::size_t size) noexcept {
    void* block = __libc_calloc(number, size);
    count(block, 1);
    return block;
}

void* realloc(void* block, std::size_t size) noexcept {
    void* moved = __libc_realloc(block, size);
    if (block == nullptr) count(moved, 1);
    else if (moved == nullptr && size == 0) count(block, -1);
    return moved;
}

void* memalign(std::size_t alignment, std::size_t size) noexcept {
    void* block = __libc_memalign(alignment, size);
    count(block, 1);
    return block;
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept { return memalign(alignment, size); }

int posix_memalign(void** place, std::size_t alignment, std::size_t size) noexcept {
    if (alignment % sizeof(void*) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
    void* block = memalign(alignment, size);
    if (block == nullptr) return ENOMEM;
    *place = block;
    return 0;
}

void free(void* block) noexcept {
    count(block, -1);
    __libc_free(block);
}

}  // extern "C"

// The forms for arrays, sizes and no exceptions end up in these two.
void* operator new(std::size_t size) {
    void* block = malloc(size == 0 ? 1 : size);  // NOLINT(cppcoreguidelines-no-malloc): this is what it is made of
    if (block == nullptr) throw std::bad_alloc();
    return block;
}

void operator delete(void* block) noexcept { free(block); }  // NOLINT(cppcoreguidelines-no-malloc): as above

void operator delete(void* block, std::size_t) noexcept { operator delete(block); }

// NOLINTEND(bugprone-reserved-identifier, readability-inconsistent-declaration-parameter-name)

#endif
