#include "tools/stderr_sink.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <climits>

namespace fibrix {
namespace {

// A pipe that polls as writable takes PIPE_BUF bytes without blocking.
bool write_if_there_is_room(std::string_view text) {
    pollfd look{STDERR_FILENO, POLLOUT, 0};
    if (::poll(&look, 1, 0) != 1 || (look.revents & POLLOUT) == 0) return false;
    return ::write(STDERR_FILENO, text.data(), std::min<std::size_t>(text.size(), PIPE_BUF)) >= 0;
}

}  // namespace

void StderrSink::sink_it_(const spdlog::details::log_msg& message) {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    if (dropped_ > 0 && write_if_there_is_room(fmt::format("(the log has dropped {} lines here)\n", dropped_)))
        dropped_ = 0;
    if (!write_if_there_is_room({line.data(), line.size()})) ++dropped_;
}

}  // namespace fibrix
