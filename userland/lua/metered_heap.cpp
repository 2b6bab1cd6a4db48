#include "userland/lua/metered_heap.hpp"

#include <cstdlib>

namespace fibrix::lua {

MeteredHeap::~MeteredHeap() {
    while (blocks_.next != &blocks_) release(blocks_.next + 1, 0);
}

// Lua says the kind of a new object where the old size would stand.
void* MeteredHeap::allocate(void* heap, void* block, std::size_t old_size, std::size_t new_size) noexcept {
    auto& self = *static_cast<MeteredHeap*>(heap);
    const auto size = block == nullptr ? 0 : old_size;
    if (new_size > 0) return self.resize(block, size, new_size);
    if (block != nullptr) self.release(block, size);
    return nullptr;
}

void* MeteredHeap::resize(void* text, std::size_t old_size, std::size_t new_size) noexcept {
    if (new_size > old_size && new_size - old_size > limit_ - used_) return nullptr;
    Block* old = text == nullptr ? nullptr : static_cast<Block*>(text) - 1;
    auto* block = static_cast<Block*>(std::realloc(old, sizeof(Block) + new_size));
    if (block == nullptr) return nullptr;
    if (old == nullptr) {
        block->previous = &blocks_;
        block->next = blocks_.next;
    }
    block->next->previous = block->previous->next = block;
    used_ += new_size - old_size;
    return block + 1;
}

void MeteredHeap::release(void* text, std::size_t size) noexcept {
    Block* block = static_cast<Block*>(text) - 1;
    block->next->previous = block->previous;
    block->previous->next = block->next;
    used_ -= size;
    std::free(block);
}

}  // namespace fibrix::lua
