// What a client has sent and nobody has read yet.
//
// It grows only when it is full of what has really come, never on a client's word, and gets small again.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace fibrix::kv {

class ReceiveBuffer {
public:
    /// Room to receive into. What is unread may move: views of it are void.
    std::span<std::byte> room() {
        if (begin_ == end_) begin_ = end_ = 0;
        if (end_ == 0 && capacity_ > most_kept) reallocate(least);
        else if (filled_ || capacity_ - unread().size() < least / 2) reallocate(std::max(least, 2 * capacity_));
        else if (capacity_ - end_ < least / 2) pull_up();
        return std::as_writable_bytes(std::span(bytes_.get() + end_, capacity_ - end_));
    }
    /// `bytes` were received into the room.
    void received(std::size_t bytes) noexcept {
        end_ += bytes;
        filled_ = end_ == capacity_ && capacity_ < usual_most;  // there may be more at once
    }
    [[nodiscard]] std::string_view unread() const noexcept { return {bytes_.get() + begin_, end_ - begin_}; }
    void drop(std::size_t bytes) noexcept { begin_ += bytes; }

private:
    static constexpr std::size_t least = 4096, usual_most = 64 * 1024, most_kept = 128 * 1024;

    void pull_up() noexcept {
        std::memmove(bytes_.get(), bytes_.get() + begin_, end_ - begin_);
        end_ -= std::exchange(begin_, 0);
    }
    void reallocate(std::size_t capacity) {
        auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
        std::copy_n(bytes_.get() + begin_, end_ - begin_, bytes.get());
        bytes_ = std::move(bytes);
        capacity_ = capacity;
        end_ -= std::exchange(begin_, 0);
        filled_ = false;
    }

    std::unique_ptr<char[]> bytes_;
    std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
    bool filled_ = false;
};

}  // namespace fibrix::kv
