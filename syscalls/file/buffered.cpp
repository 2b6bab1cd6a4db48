#include "syscalls/file/buffered.hpp"

#include <cstring>

#include "syscalls/console/console.hpp"

namespace fibrix {

Result<bool> LineSource::next(std::string_view& line) {
    for (std::size_t searched = 0;;) {
        const char* from = buffer_.data() + begin_;
        const auto size = end_ - begin_;
        const auto* end = size == searched ? nullptr : std::memchr(from + searched, '\n', size - searched);
        ended_ = end != nullptr;
        if (ended_) {
            line = {from, static_cast<std::size_t>(static_cast<const char*>(end) - from)};
            begin_ += line.size() + 1;
            return true;
        }
        searched = size;
        const auto more = fill();
        if (!more) return more.error();
        if (*more) continue;
        line = {buffer_.data() + begin_, size};
        begin_ = end_;
        return size > 0;
    }
}

// Reads on behind what is left; false at the end.
Result<bool> LineSource::fill() {
    if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (buffer_.size() < end_ + piece_size) buffer_.resize(std::max(end_ + piece_size, 2 * end_));
    const auto got = sys::read(file_, std::as_writable_bytes(std::span(buffer_).subspan(end_)));
    if (!got) return got.error();
    end_ += *got;
    return *got > 0;
}

Result<void> BufferedOutput::put(std::string_view text) {
    if (text_.size() + text.size() > piece_size) flush();
    if (text.size() >= piece_size && result_) result_ = sys::write_all(file_, text);
    else if (result_) text_ += text;
    return result_;
}

Result<void> BufferedOutput::flush() {
    if (result_ && !text_.empty()) result_ = sys::write_all(file_, text_);
    text_.clear();
    return result_;
}

}  // namespace fibrix
