#include "userland/httpd/site.hpp"

#include "userland/httpd/conditions.hpp"
#include "userland/httpd/range.hpp"
#include "userland/httpd/target.hpp"

namespace fibrix::httpd {
namespace {

Answer about(Errno error) {
    switch (error) {
        case Errno::noent:
        case Errno::notdir:
        case Errno::loop:
        case Errno::inval:
        case Errno::nametoolong: return Answer::about(Status::not_found);
        case Errno::acces:
        case Errno::perm: return Answer::about(Status::forbidden);
        case Errno::mfile:
        case Errno::nfile:
        case Errno::nomem:
        case Errno::again:
        case Errno::timedout: return Answer::about(Status::unavailable, "Retry-After: 1\r\n");
        default: return Answer::about(Status::internal_error);
    }
}

Answer answer_part(std::shared_ptr<const Content> content, const Range& range) {
    if (range.kind == Range::Kind::beyond)
        return Answer::about(Status::range_not_satisfiable,
                             fmt::format("Content-Range: bytes */{}\r\n", content->size));
    auto fields =
        fmt::format("Content-Type: {}\r\nContent-Length: {}\r\nContent-Range: bytes {}-{}/{}\r\n{}", content->type,
                    range.count, range.first, range.first + range.count - 1, content->size, content->validators);
    Answer answer;
    answer.status = Status::partial_content;
    answer.fields = std::move(fields);
    answer.content = std::move(content);
    answer.first = range.first;
    answer.count = range.count;
    return answer;
}

Answer answer_content(const Request& request, std::shared_ptr<const Content> content, std::int64_t now) {
    Answer answer;
    if (is_known(request, *content)) {
        answer.status = Status::not_modified;
        answer.fields = content->validators;
        return answer;
    }
    if (request.method == Request::Method::get && !request.range.empty() && may_be_part(request, *content, now)) {
        const auto range = parse_range(request.range, content->size);
        if (range.kind != Range::Kind::whole) return answer_part(std::move(content), range);
    }
    answer.content = std::move(content);
    answer.all_of_content = true;
    answer.count = answer.content->size;
    return answer;
}

}  // namespace

Site::Site(const SiteOptions& options)
    : root_(options.directory), list_(options.list), cache_(options.cache_bytes, options.cache_fresh) {
    while (root_.ends_with('/')) root_.pop_back();
}

Answer Site::answer(const Request& request, const Clock& clock) {
    if (request.method == Request::Method::unknown) return Answer::about(Status::not_implemented);
    if (request.method == Request::Method::other)
        return Answer::about(Status::method_not_allowed, "Allow: GET, HEAD\r\n");
    const auto path = path_of(request.target);
    if (!path) return Answer::about(Status::bad_request);
    return answer_path(request, *path, clock);
}

Answer Site::answer_path(const Request& request, const std::string& path, const Clock& clock) {
    const bool is_directory = path.ends_with('/');
    auto full = root_ + path;
    auto content = cache_.get(is_directory ? full + "index.html" : full, clock.now());
    if (content) return answer_content(request, std::move(*content), clock.seconds());
    if (is_directory && content.error() == Errno::noent) return answer_directory(path);
    if (!is_directory && content.error() == Errno::isdir)
        return Answer::about(Status::moved_permanently,
                             fmt::format("Location: {}/{}\r\n", encode_path(path), query_of(request.target)));
    return about(content.error());
}

// One without an index.html.
Answer Site::answer_directory(const std::string& path) {
    const auto status = sys::stat(root_ + path);
    if (!status) return about(status.error());
    if (!list_) return Answer::about(Status::forbidden);
    const auto entries = list_directory(root_ + path);
    if (!entries) return about(entries.error());
    const auto title = escape_html(path);
    auto page = fmt::format("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{0}</title></head>"
                            "<body><h1>{0}</h1>\n<ul>\n",
                            title);
    if (path != "/") page += "<li><a href=\"../\">../</a></li>\n";
    for (const auto& entry : *entries) {
        const auto* const slash = entry.type == FileType::directory ? "/" : "";
        page += fmt::format("<li><a href=\"{}{}\">{}{}</a></li>\n", encode_path(path + entry.name), slash,
                            escape_html(entry.name), slash);
    }
    return Answer::of_page(Status::ok, page + "</ul></body></html>\n");
}

}  // namespace fibrix::httpd
