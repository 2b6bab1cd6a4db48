#include "kernel/stack.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace fibrix {
namespace {

constexpr std::size_t page = 4096;
constexpr int madv_guard_install = 102;  // MADV_GUARD_INSTALL of Linux 6.13, unknown to glibc 2.36
constexpr std::size_t region_limit = std::size_t{1} << 37;
constexpr std::size_t colours = 16, colour_bytes = 64;
constexpr std::uint64_t canary_word = 0x5afe57ac5afe57ac;

// Instrumented and unoptimised code has larger frames.
constexpr std::size_t frame_scale() noexcept {
#if FIBRIX_ASAN || FIBRIX_TSAN
    return 4;
#elif !defined(__OPTIMIZE__)
    return 2;
#else
    return 1;
#endif
}

constexpr std::size_t slot_bytes(StackSize size) noexcept { return bytes_of(size) * frame_scale(); }

constexpr std::size_t slots_of(StackSize size) noexcept {
    constexpr std::size_t most = FIBRIX_ASAN || FIBRIX_TSAN ? std::size_t{1} << 14 : std::size_t{1} << 21;
    return std::min(most, region_limit / slot_bytes(size));
}

std::uint64_t* canary(const Stack& stack) noexcept { return reinterpret_cast<std::uint64_t*>(stack.bottom); }

// The lowest page of `stack` that was ever touched. Asks the host, so that looking does not touch.
const std::byte* lowest_resident(const Stack& stack) noexcept {
    std::array<unsigned char, 1024> resident{};
    const auto first = reinterpret_cast<std::uintptr_t>(stack.bottom) & ~(page - 1);
    const auto last = reinterpret_cast<std::uintptr_t>(stack.top) & ~(page - 1);
    for (auto at = first; at <= last; at += resident.size() * page) {
        const auto length = std::min(resident.size() * page, last + page - at);
        if (mincore(reinterpret_cast<void*>(at), length, resident.data()) != 0) break;
        for (std::size_t i = 0; i < length / page; ++i)
            if ((resident[i] & 1) != 0)
                return std::max<const std::byte*>(stack.bottom, reinterpret_cast<std::byte*>(at + i * page));
    }
    return stack.bottom;
}

#if defined(__clang__)
[[clang::no_sanitize("address")]]
#else
[[gnu::no_sanitize_address]]
#endif
const std::byte*
first_used(const Stack& stack) noexcept {
    const auto* word = reinterpret_cast<const std::uint64_t*>(lowest_resident(stack));
    const auto* end = reinterpret_cast<const std::uint64_t*>(stack.top);
    if (stack.guard == Guard::canary && word == canary(stack)) ++word;
    while (word < end && *word == 0) ++word;
    return reinterpret_cast<const std::byte*>(word);
}

}  // namespace

std::string_view to_string(Guard guard) noexcept {
    switch (guard) {
        case Guard::none: return "none";
        case Guard::marker: return "guard marker";
        case Guard::mprotect: return "mprotect";
        case Guard::canary: return "canary";
    }
    return "?";
}

StackPool::~StackPool() {
    for (std::size_t i = 0; i < stack_sizes; ++i) {
        auto& region = classes_[i];
        if (region.base == nullptr) continue;
        const auto size = static_cast<StackSize>(i);
#if FIBRIX_TSAN
        for (Stack* each = region.free; each; each = each->next_free) __tsan_destroy_fiber(each->idle.fiber);
#endif
#if FIBRIX_ASAN
        __asan_unpoison_memory_region(region.base, region.used * slot_bytes(size));
#endif
        munmap(region.base, region.slots * slot_bytes(size));
    }
}

Stack* StackPool::take_slowly(StackSize size) noexcept {
    auto& region = classes_[static_cast<std::size_t>(size)];
    Stack* stack = region.free;
    if (stack != nullptr) {
        region.free = stack->next_free;
        make_fiber(*stack);
    } else {
        stack = build(region, size);
    }
    ++in_use_;
    return stack;
}

// Where the host limits address space, a smaller region has to do.
void StackPool::map(Class& region, StackSize size) noexcept {
    constexpr std::size_t fewest = 16;
    for (auto slots = slots_of(size); slots >= fewest; slots /= 2) {
        void* base = mmap(nullptr, slots * slot_bytes(size), PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (base == MAP_FAILED) continue;
        madvise(base, slots * slot_bytes(size), MADV_NOHUGEPAGE);
        region.base = static_cast<std::byte*>(base);
        region.slots = slots;
        return;
    }
}

Stack* StackPool::build(Class& region, StackSize size) noexcept {
    const auto slot = region.used;
    std::byte* low = region.base + slot * slot_bytes(size);
    const Guard guard = install_guard(low);
    ++region.used;
    std::byte* high = low + slot_bytes(size) - slot % colours * colour_bytes;
    auto* stack = new (high - sizeof(Stack)) Stack;
    stack->bottom = guard == Guard::canary ? low : low + page;
    stack->top = high - sizeof(Stack);
    stack->slot = static_cast<std::uint32_t>(slot);
    stack->size = size;
    stack->guard = guard;
    if (guard == Guard::canary) *canary(*stack) = canary_word;
    make_fiber(*stack);
    return stack;
}

Guard StackPool::install_guard(std::byte* lowest) noexcept {
    Guard guard = Guard::canary;
    if (weakest_ == Guard::marker && madvise(lowest, page, madv_guard_install) == 0) guard = Guard::marker;
    else if (weakest_ != Guard::canary && ::mprotect(lowest, page, PROT_NONE) == 0) guard = Guard::mprotect;
    weakest_ = std::max(weakest_, guard);
    return guard;
}

void StackPool::make_fiber(Stack& stack) const noexcept {
#if FIBRIX_ASAN
    __asan_unpoison_memory_region(stack.bottom, stack.usable());
    stack.idle.bottom = stack.bottom;
    stack.idle.size = stack.usable();
    stack.idle.fake_stack = nullptr;
#endif
#if FIBRIX_TSAN
    if (stack.idle.fiber == nullptr) stack.idle.fiber = __tsan_create_fiber(0);
#endif
    stack.idle.frame = boost::context::detail::make_fcontext(stack.top, stack.usable(), entry_);
}

void StackPool::abandon(Stack& stack) noexcept {
    stack.exceptions = {};
    make_fiber(stack);
    give_back(stack);
}

void StackPool::clean(Stack& stack) noexcept {
    // The idle fiber's own frame is what lies above its saved stack pointer.
    auto* frame = static_cast<std::byte*>(stack.idle.frame);
    const auto* used = first_used(stack);
    if (used < frame) std::memset(const_cast<std::byte*>(used), 0, static_cast<std::size_t>(frame - used));
}

std::size_t StackPool::high_water(const Stack& stack) noexcept {
    return static_cast<std::size_t>(stack.top - first_used(stack));
}

bool StackPool::canary_alive(const Stack& stack) noexcept { return *canary(stack) == canary_word; }

const Stack* StackPool::guard_hit(const void* address) const noexcept {
    const auto* hit = static_cast<const std::byte*>(address);
    for (std::size_t i = 0; i < stack_sizes; ++i) {
        const auto& region = classes_[i];
        const auto bytes = slot_bytes(static_cast<StackSize>(i));
        if (region.base == nullptr || hit < region.base || hit >= region.base + region.used * bytes) continue;
        const auto offset = static_cast<std::size_t>(hit - region.base);
        const auto slot = offset / bytes;
        if (offset % bytes >= page) return nullptr;
        return reinterpret_cast<const Stack*>(region.base + (slot + 1) * bytes - slot % colours * colour_bytes -
                                              sizeof(Stack));
    }
    return nullptr;
}

}  // namespace fibrix
