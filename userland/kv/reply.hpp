// What is on its way to a client: replies in RESP2, appended one after the other to one buffer.
//
// The buffer keeps its memory between batches, so that replying allocates nothing in the steady state.
#pragma once

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include "userland/kv/wire.hpp"

namespace fibrix::kv {

class Reply {
public:
    /// As it is.
    void raw(std::string_view text) {
        std::copy(text.begin(), text.end(), room(text.size()));
        size_ += text.size();
    }
    void ok() { raw("+OK\r\n"); }
    void null() { raw("$-1\r\n"); }
    void null_array() { raw("*-1\r\n"); }
    void integer(std::int64_t value) { number(':', value); }
    void integer(std::size_t value) { number(':', static_cast<std::int64_t>(value)); }
    /// The head of an array; its elements follow.
    void array(std::size_t elements) { number('*', static_cast<std::int64_t>(elements)); }
    void bulk(std::string_view text) {
        char* const begin = room(text.size() + number_room);
        size_ += static_cast<std::size_t>(write_wire(begin, text) - begin);
    }
    /// A number as a string.
    void bulk_number(std::int64_t value) {
        char digits[number_room];
        bulk({digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, value).ptr - digits)});
    }
    void simple(std::string_view text) { line('+', text); }
    /// "ERR …" or another word in capitals, then what is wrong.
    void error(std::string_view text) { line('-', text); }

    [[nodiscard]] std::string_view view() const noexcept { return {bytes_.get(), size_}; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    /// Empties it. Unusually much memory is let go of.
    void clear() noexcept {
        size_ = 0;
        if (capacity_ > most_kept) bytes_.reset(), capacity_ = 0;
    }
    void swap(Reply& other) noexcept {
        std::swap(bytes_, other.bytes_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
    }

private:
    static constexpr std::size_t least = 1024, most_kept = 128 * 1024;

    void number(char mark, std::int64_t value) {
        char* const begin = room(number_room);
        size_ += static_cast<std::size_t>(write_number(begin, mark, value) - begin);
    }
    // A line has to be one, whatever a client has put into it.
    void line(char mark, std::string_view text) {
        char* to = room(text.size() + 3);
        *to++ = mark;
        for (const char each : text) *to++ = each == '\r' || each == '\n' ? ' ' : each;
        *to++ = '\r';
        *to++ = '\n';
        size_ += text.size() + 3;
    }
    char* room(std::size_t bytes) {
        if (capacity_ - size_ < bytes) [[unlikely]]
            grow(size_ + bytes);
        return bytes_.get() + size_;
    }
    [[gnu::noinline]] void grow(std::size_t needed) {
        const auto capacity = std::max({least, 2 * capacity_, needed});
        auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
        std::copy_n(bytes_.get(), size_, bytes.get());
        bytes_ = std::move(bytes);
        capacity_ = capacity;
    }

    std::unique_ptr<char[]> bytes_;
    std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace fibrix::kv
