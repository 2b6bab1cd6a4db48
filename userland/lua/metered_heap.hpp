// MeteredHeap: the memory of one script, up to a limit, and given back as a whole.
//
// As a whole, because a script that is killed is left as it stands: its Lua state cannot be closed in order then.
#pragma once

#include <cstddef>

namespace fibrix::lua {

class MeteredHeap {
public:
    explicit MeteredHeap(std::size_t limit) noexcept : limit_(limit) { blocks_.next = blocks_.previous = &blocks_; }
    MeteredHeap(const MeteredHeap&) = delete;
    MeteredHeap& operator=(const MeteredHeap&) = delete;
    ~MeteredHeap();

    /// In bytes, without what it needs for itself.
    [[nodiscard]] std::size_t used() const noexcept { return used_; }
    /// As lua_Alloc describes it; `heap` is a MeteredHeap.
    static void* allocate(void* heap, void* block, std::size_t old_size, std::size_t new_size) noexcept;

private:
    struct alignas(std::max_align_t) Block {
        Block *next, *previous;
    };
    void* resize(void* text, std::size_t old_size, std::size_t new_size) noexcept;
    void release(void* text, std::size_t size) noexcept;

    Block blocks_{};  // the ring of all
    std::size_t limit_, used_ = 0;
};

}  // namespace fibrix::lua
