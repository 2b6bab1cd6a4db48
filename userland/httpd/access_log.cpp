#include "userland/httpd/access_log.hpp"

#include "userland/httpd/http_date.hpp"

namespace fibrix::httpd {
namespace {

// What a client has sent stands between quotes on one line of somebody's terminal.
std::string shown(std::string_view text) {
    std::string all;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > ' ' && byte < 0x7f && c != '"' && c != '\\') all += c;
        else all += fmt::format("\\x{:02x}", byte);
    }
    return all;
}

}  // namespace

void AccessLog::add(std::string_view peer, const Request& request, Status status, std::int64_t bytes,
                    std::int64_t seconds) {
    if (waiting_.size() > most_waiting) {
        ++lost_;
        return;
    }
    const auto line = request.method_name.empty() ? "-"
                                                  : fmt::format("{} {} HTTP/1.{}", shown(request.method_name),
                                                                shown(request.target), request.version_1_1 ? 1 : 0);
    waiting_ +=
        fmt::format("{} - - [{}] \"{}\" {} {}\n", peer, log_date(seconds), line, static_cast<int>(status), bytes);
    some_.set();
}

void AccessLog::write() {
    while (!waiting_.empty()) {
        const auto text = std::exchange(waiting_, {});
        const auto lost = std::exchange(lost_, 0);
        sys::write_all(sys::standard_output, text).value();
        if (lost > 0)
            sys::print_error("httpd: {} lines of the access log are lost: nobody reads it fast enough\n", lost);
    }
}

void AccessLog::keep_writing() {
    for (;;) {
        some_.wait();
        some_.reset();
        write();
    }
}

}  // namespace fibrix::httpd
