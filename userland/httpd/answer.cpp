#include "userland/httpd/answer.hpp"

namespace fibrix::httpd {

Answer Answer::of_page(Status status, std::string page, std::string more) {
    Answer answer;
    answer.status = status;
    answer.fields = std::move(more);
    answer.page = std::move(page);
    answer.count = static_cast<std::int64_t>(answer.page.size());
    answer.fields += fmt::format("Content-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n", answer.count);
    return answer;
}

Answer Answer::about(Status status, std::string more) {
    const auto title = fmt::format("{} {}", static_cast<int>(status), reason(status));
    return of_page(status,
                   fmt::format("<!doctype html>\n<html lang=\"en\"><head><title>{0}</title></head>"
                               "<body><h1>{0}</h1></body></html>\n",
                               title),
                   std::move(more));
}

}  // namespace fibrix::httpd
