#include "syscalls/socket/line_stream.hpp"

#include <algorithm>

namespace fibrix {

Result<bool> LineStream::next(std::string& line, Deadline deadline) {
    line.clear();
    const auto until = sys::fixed(deadline);
    for (;;) {
        if (begin_ == end_) {
            const auto received = stream_.receive(buffer_, until);
            if (!received) return received.error();
            if (*received == 0) return !line.empty();
            begin_ = 0;
            end_ = *received;
        }
        const auto* from = reinterpret_cast<const char*>(buffer_.data());
        const auto* end = std::find(from + begin_, from + end_, '\n');
        line.append(from + begin_, end);
        const bool complete = end != from + end_;
        begin_ = static_cast<std::size_t>(end - from) + (complete ? 1 : 0);
        if (complete && line.ends_with('\r')) line.pop_back();
        if (line.size() > longest_) return Errno::msgsize;
        if (complete) return true;
    }
}

}  // namespace fibrix
