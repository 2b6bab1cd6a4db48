#include "userland/httpd/conditions.hpp"

#include "userland/httpd/http_date.hpp"

namespace fibrix::httpd {
namespace {

// Whether `etag` is in `list`. A weak one will do: what is compared is what both stand for.
bool lists(std::string_view list, std::string_view etag) {
    while (!list.empty()) {
        const auto begin = list.find('"');
        if (begin == list.npos) return false;
        const auto end = list.find('"', begin + 1);
        if (end == list.npos) return false;
        if (list.substr(begin, end + 1 - begin) == etag) return true;
        list.remove_prefix(end + 1);
    }
    return false;
}

}  // namespace

bool is_known(const Request& request, const Content& content) {
    if (content.etag.empty()) return false;
    if (!request.if_none_match.empty())
        return request.if_none_match == "*" || lists(request.if_none_match, content.etag);
    if (request.if_modified_since.empty()) return false;
    if (request.if_modified_since == content.last_modified) return true;
    const auto since = parse_http_date(request.if_modified_since);
    return since && content.modified <= *since;
}

bool may_be_part(const Request& request, const Content& content, std::int64_t now) {
    if (request.if_range.empty()) return true;
    if (request.if_range.find('"') != std::string::npos) return request.if_range == content.etag;
    // Within a second it may have changed twice.
    return request.if_range == content.last_modified && content.modified < now;
}

}  // namespace fibrix::httpd
