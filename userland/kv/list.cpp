#include "userland/kv/list.hpp"

#include <algorithm>

namespace fibrix::kv {
namespace {

// A chunk is about as large as the list was before, so that small lists stay small; from 4 KB on all are alike.
constexpr std::size_t least_capacity = 64, most_capacity = 4096;

}  // namespace

// There are as many places as elements of this size go in: those of a list are mostly alike.
void List::push_chunk(End end, std::string_view text) {
    const auto size = wire_size(text.size());
    const auto capacity = std::max(size, std::clamp(memory_, least_capacity, most_capacity));
    Chunk* const chunk = Chunk::make(capacity, capacity / size, end);
    memory_ += chunk->memory();
    chunk->push(end, text);
    Chunk*& outermost = end == End::front ? front_ : back_;
    if (outermost == nullptr) {
        front_ = back_ = chunk;
        return;
    }
    (end == End::front ? chunk->after : chunk->before) = outermost;
    (end == End::front ? outermost->before : outermost->after) = chunk;
    outermost = chunk;
}

void List::unlink(Chunk& chunk) noexcept {
    (chunk.before == nullptr ? front_ : chunk.before->after) = chunk.after;
    (chunk.after == nullptr ? back_ : chunk.after->before) = chunk.before;
    memory_ -= chunk.memory();
    Chunk::destroy(&chunk);
}

void List::drop(End end, std::size_t count) noexcept {
    for (count = std::min(count, size_); count > 0;) {
        Chunk& chunk = end == End::front ? *front_ : *back_;
        const auto here = std::min(count, chunk.size());
        chunk.drop(end, here);
        if (chunk.empty()) unlink(chunk);
        size_ -= here;
        count -= here;
    }
}

List::Place List::locate(std::size_t index) const noexcept {
    if (index < size_ / 2) {
        Chunk* chunk = front_;
        for (; index >= chunk->size(); chunk = chunk->after) index -= chunk->size();
        return {chunk, index};
    }
    std::size_t behind = size_ - index;  // elements from it to the end
    Chunk* chunk = back_;
    for (; behind > chunk->size(); chunk = chunk->before) behind -= chunk->size();
    return {chunk, chunk->size() - behind};
}

std::string_view List::at(std::size_t index) const noexcept {
    const auto [chunk, place] = locate(index);
    return chunk->wire(place);
}

// Puts the chunks of `elements` in the place of one.
void List::replace(Chunk& chunk, List&& elements) noexcept {
    size_ -= chunk.size();
    size_ += elements.size_;
    memory_ += elements.memory_;
    if (!elements.empty()) {
        (chunk.before == nullptr ? front_ : chunk.before->after) = elements.front_;
        elements.front_->before = chunk.before;
        chunk.before = elements.back_;
        elements.back_->after = &chunk;
        elements.front_ = elements.back_ = nullptr;
        elements.size_ = elements.memory_ = 0;
    }
    unlink(chunk);
}

void List::set(std::size_t index, std::string_view text) {
    const auto [chunk, place] = locate(index);
    if (text_of(chunk->wire(place)).size() == text.size()) return chunk->overwrite(place, text);
    List elements;
    for (std::size_t i = 0; i < chunk->size(); ++i)
        elements.push(End::back, i == place ? text : text_of(chunk->wire(i)));
    replace(*chunk, std::move(elements));
}

std::size_t List::count(std::string_view text) const noexcept {
    std::size_t found = 0;
    for_each([&](std::string_view each) { found += each == text ? 1 : 0; });
    return found;
}

std::size_t List::remove(std::string_view text, std::size_t skip, std::size_t limit) {
    std::size_t removed = 0;
    for (Chunk *chunk = front_, *next = nullptr; chunk != nullptr && removed < limit; chunk = next) {
        next = chunk->after;
        List kept;
        for (std::size_t i = 0; i < chunk->size(); ++i) {
            const auto each = text_of(chunk->wire(i));
            if (each != text || removed == limit) kept.push(End::back, each);
            else if (skip > 0) --skip, kept.push(End::back, each);
            else ++removed;
        }
        if (kept.size() < chunk->size()) replace(*chunk, std::move(kept));
    }
    return removed;
}

void List::clear() noexcept {
    for (Chunk *chunk = front_, *next = nullptr; chunk != nullptr; chunk = next) {
        next = chunk->after;
        Chunk::destroy(chunk);
    }
    front_ = back_ = nullptr;
    size_ = memory_ = 0;
}

}  // namespace fibrix::kv
