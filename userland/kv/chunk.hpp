// A chunk of a list: elements side by side in their wire form, in one piece of memory with the table of their places.
//
// Elements are at places [first, last) of the table; a place says where its element begins, and the one after it where
// it ends. Both ends can be pushed to and popped from as far as there is room. What was popped leaves its room unused
// until the whole chunk goes: a chunk at the end of a queue does not live long.
#pragma once

#include <cstdint>
#include <new>
#include <string_view>

#include "userland/kv/wire.hpp"

namespace fibrix::kv {

enum class End : std::uint8_t { front, back };

class Chunk {
public:
    Chunk *before = nullptr, *after = nullptr;

    /// An empty chunk with `capacity` bytes for at most `places` elements, which are to be pushed to `end` first.
    static Chunk* make(std::size_t capacity, std::size_t places, End end) {
        const auto table = (places + 1) * sizeof(std::uint32_t);
        void* const memory = ::operator new(sizeof(Chunk) + table + capacity);
        return ::new (memory) Chunk(static_cast<std::uint32_t>(capacity), static_cast<std::uint32_t>(places), end);
    }
    static void destroy(Chunk* chunk) noexcept { ::operator delete(chunk); }

    [[nodiscard]] std::size_t size() const noexcept { return last_ - first_; }
    [[nodiscard]] bool empty() const noexcept { return first_ == last_; }
    [[nodiscard]] std::size_t memory() const noexcept {
        return sizeof(Chunk) + (places_ + std::size_t{1}) * sizeof(std::uint32_t) + capacity_;
    }
    /// The wire form of elements [begin, end).
    [[nodiscard]] std::string_view wire(std::size_t begin, std::size_t end) const noexcept {
        const auto* const starts = table() + first_;
        return {bytes() + starts[begin], starts[end] - starts[begin]};
    }
    [[nodiscard]] std::string_view wire(std::size_t element) const noexcept { return wire(element, element + 1); }
    /// False if there is no room for it at this end.
    bool push(End end, std::string_view text) noexcept {
        const auto size = static_cast<std::uint32_t>(wire_size(text.size()));
        auto* const starts = table();
        if (end == End::front) {
            if (first_ == 0 || starts[first_] < size) return false;
            starts[first_ - 1] = starts[first_] - size;
            write_wire(bytes() + starts[--first_], text);
        } else {
            if (last_ == places_ || capacity_ - starts[last_] < size) return false;
            starts[last_ + 1] = starts[last_] + size;
            write_wire(bytes() + starts[last_++], text);
        }
        return true;
    }
    /// Drops `count` elements, which there are.
    void drop(End end, std::size_t count) noexcept {
        if (end == End::front) first_ += static_cast<std::uint32_t>(count);
        else last_ -= static_cast<std::uint32_t>(count);
    }
    /// Puts `text` in the place of an element of the same length.
    void overwrite(std::size_t element, std::string_view text) noexcept {
        write_wire(bytes() + table()[first_ + element], text);
    }

private:
    Chunk(std::uint32_t capacity, std::uint32_t places, End end) noexcept
        : capacity_(capacity), places_(places), first_(end == End::front ? places : 0), last_(first_) {
        table()[first_] = end == End::front ? capacity : 0;
    }
    [[nodiscard]] std::uint32_t* table() noexcept { return reinterpret_cast<std::uint32_t*>(this + 1); }
    [[nodiscard]] const std::uint32_t* table() const noexcept {
        return reinterpret_cast<const std::uint32_t*>(this + 1);
    }
    [[nodiscard]] char* bytes() noexcept { return reinterpret_cast<char*>(table() + places_ + 1); }
    [[nodiscard]] const char* bytes() const noexcept { return reinterpret_cast<const char*>(table() + places_ + 1); }

    std::uint32_t capacity_, places_, first_, last_;
};

}  // namespace fibrix::kv
