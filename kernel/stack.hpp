// Stacks: where tasks run. Each has a guard below it, and is used again, last in first out, with the fiber on it.
//
// One reserved region of address space per size class; a stack is bound to a task at its first dispatch and touched
// only then. The control block of a stack lies at its top, so that a parked task costs one page. Stack tops are
// staggered ("coloured"): page-aligned tops would all fall into the same cache sets.
// Guards: a guard marker in the page table (Linux 6.13) costs no mapping and works for a million stacks; on an older
// host mprotect while the host's limit of mappings lasts; after that a canary, which the kernel checks at each switch.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "kernel/switch.hpp"

namespace fibrix {

enum class StackSize : std::uint8_t { k16, k32, k64, k128, k256, k512, k1024 };
inline constexpr std::size_t stack_sizes = 7;

/// Bytes that a program may count on for `size` in an optimised build without sanitizers.
[[nodiscard]] constexpr std::size_t bytes_of(StackSize size) noexcept {
    return std::size_t{16 * 1024} << static_cast<unsigned>(size);
}

enum class Guard : std::uint8_t { none, marker, mprotect, canary };
std::string_view to_string(Guard guard) noexcept;

/// C++ exception state of a task that is parked inside a `catch` or a destructor: what `__cxa_get_globals` points to.
struct ExceptionState {
    void* caught = nullptr;
    unsigned uncaught = 0;
    [[nodiscard]] bool any() const noexcept { return caught != nullptr || uncaught != 0; }
};

/// A stack's control block, at the stack's own top.
struct Stack {
    Context idle;               ///< the recycled fiber, while no task is bound
    ExceptionState exceptions;  ///< of the bound task, while it is parked
    Stack* next_free = nullptr;
    std::byte* bottom = nullptr;  ///< lowest usable byte, above the guard
    std::byte* top = nullptr;     ///< where frames begin
    std::uint32_t slot = 0;
    StackSize size{};
    Guard guard{};
    [[nodiscard]] std::size_t usable() const noexcept { return static_cast<std::size_t>(top - bottom); }
};

class StackPool {
public:
    /// `entry` is what a fresh fiber runs: see mainloop.cpp.
    explicit StackPool(void (*entry)(boost::context::detail::transfer_t)) noexcept : entry_(entry) {}
    StackPool(const StackPool&) = delete;
    StackPool& operator=(const StackPool&) = delete;
    ~StackPool();

    /// Sets a stack aside for a task that has not run yet; false if all are taken. Each is followed by `unreserve`.
    bool reserve(StackSize size) noexcept {
        auto& region = classes_[static_cast<std::size_t>(size)];
        if (region.base == nullptr) [[unlikely]]
            map(region, size);
        if (region.reserved >= std::min(limit_, region.slots)) [[unlikely]]
            return false;
        ++region.reserved;
        return true;
    }
    void unreserve(StackSize size) noexcept { --classes_[static_cast<std::size_t>(size)].reserved; }

    /// A stack that was reserved, with a fiber ready to be resumed in `idle`.
    Stack* take(StackSize size) noexcept {
        Stack* stack = classes_[static_cast<std::size_t>(size)].free;
        if (stack == nullptr || !recycles) [[unlikely]]
            return take_slowly(size);
        classes_[static_cast<std::size_t>(size)].free = stack->next_free;
        ++in_use_;
        return stack;
    }
    /// Takes back a stack whose fiber is in its idle place.
    void give_back(Stack& stack) noexcept {
        auto& free = classes_[static_cast<std::size_t>(stack.size)].free;
        stack.next_free = free;
        free = &stack;
        --in_use_;
    }
    /// Takes back a stack that was left in the middle: what is on it is forgotten.
    void abandon(Stack& stack) noexcept;

    /// Zeroes what earlier tasks left on `stack`, so that `high_water` speaks of the next one alone.
    static void clean(Stack& stack) noexcept;
    /// Bytes used at the most since the stack was cleaned.
    [[nodiscard]] static std::size_t high_water(const Stack& stack) noexcept;
    /// False if the canary below a stack without a guard page was overwritten.
    [[nodiscard]] static bool canary_alive(const Stack& stack) noexcept;

    /// The slot whose guard `address` lies in, as its control block; null if it lies in none. Async-signal-safe.
    [[nodiscard]] const Stack* guard_hit(const void* address) const noexcept;

    [[nodiscard]] std::size_t in_use() const noexcept { return in_use_; }
    /// The weakest guard that has been given to a stack so far.
    [[nodiscard]] Guard weakest_guard() const noexcept { return weakest_; }
    /// At most this many stacks of a class from now on (for tests of exhaustion).
    void limit(std::size_t stacks) noexcept { limit_ = stacks; }

private:
    // Sanitizers keep shadow state per frame: there each use gets a fresh fiber on a clean shadow.
    static constexpr bool recycles = !FIBRIX_ASAN;
    struct Class {
        std::byte* base = nullptr;
        std::size_t slots = 0, used = 0, reserved = 0;
        Stack* free = nullptr;
    };

    Stack* take_slowly(StackSize size) noexcept;
    static void map(Class& region, StackSize size) noexcept;
    Stack* build(Class& region, StackSize size) noexcept;
    Guard install_guard(std::byte* lowest) noexcept;
    void make_fiber(Stack& stack) const noexcept;

    void (*entry_)(boost::context::detail::transfer_t);
    std::array<Class, stack_sizes> classes_{};
    std::size_t in_use_ = 0;
    std::size_t limit_ = SIZE_MAX;
    Guard weakest_ = Guard::marker;
};

}  // namespace fibrix
