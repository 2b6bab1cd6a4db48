// A list: a chain of chunks. Ends are pushed to and popped from in constant time; an index is found chunk by chunk.
#pragma once

#include <cstddef>
#include <utility>

#include "userland/kv/chunk.hpp"

namespace fibrix::kv {

class List {
public:
    List() noexcept = default;
    List(List&& other) noexcept { swap(other); }
    List& operator=(List&& other) noexcept {
        swap(other);
        return *this;
    }
    ~List() { clear(); }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    /// Bytes that it takes outside of itself.
    [[nodiscard]] std::size_t memory() const noexcept { return memory_; }

    void push(End end, std::string_view text) {
        Chunk* const chunk = end == End::front ? front_ : back_;
        if (chunk == nullptr || !chunk->push(end, text)) [[unlikely]]
            push_chunk(end, text);
        ++size_;
    }
    /// The element at an end, in its wire form. There is one.
    [[nodiscard]] std::string_view peek(End end) const noexcept {
        return end == End::front ? front_->wire(0) : back_->wire(back_->size() - 1);
    }
    /// Drops up to `count` elements.
    void drop(End end, std::size_t count) noexcept;
    /// In its wire form. `index` is below `size()`.
    [[nodiscard]] std::string_view at(std::size_t index) const noexcept;
    void set(std::size_t index, std::string_view text);
    /// Removes elements equal to `text`: after the first `skip` of them, at most `limit`. Gives how many.
    std::size_t remove(std::string_view text, std::size_t skip, std::size_t limit);
    [[nodiscard]] std::size_t count(std::string_view text) const noexcept;
    void clear() noexcept;

    /// Calls `visit` with the wire form of `count` elements from `first` on, as many in one piece as lie together.
    template <class Visit>
    void visit_range(std::size_t first, std::size_t count, Visit visit) const {
        if (count == 0) return;
        auto [chunk, index] = locate(first);
        for (; count > 0; chunk = chunk->after, index = 0) {
            const auto here = std::min(count, chunk->size() - index);
            visit(chunk->wire(index, index + here));
            count -= here;
        }
    }
    /// Calls `visit` with the text of each element.
    template <class Visit>
    void for_each(Visit visit) const {
        for (const Chunk* chunk = front_; chunk != nullptr; chunk = chunk->after)
            for (std::size_t i = 0; i < chunk->size(); ++i) visit(text_of(chunk->wire(i)));
    }

private:
    struct Place {
        Chunk* chunk;
        std::size_t index;
    };
    [[nodiscard]] Place locate(std::size_t index) const noexcept;
    void push_chunk(End end, std::string_view text);
    void unlink(Chunk& chunk) noexcept;
    void replace(Chunk& chunk, List&& elements) noexcept;
    void swap(List& other) noexcept {
        std::swap(front_, other.front_);
        std::swap(back_, other.back_);
        std::swap(size_, other.size_);
        std::swap(memory_, other.memory_);
    }

    Chunk *front_ = nullptr, *back_ = nullptr;
    std::size_t size_ = 0, memory_ = 0;
};

}  // namespace fibrix::kv
