// The statuses of HTTP that this server gives, and their reason phrases.
#pragma once

#include <cstdint>
#include <string_view>

namespace fibrix::httpd {

enum class Status : std::uint16_t {
    ok = 200,
    partial_content = 206,
    moved_permanently = 301,
    not_modified = 304,
    bad_request = 400,
    forbidden = 403,
    not_found = 404,
    method_not_allowed = 405,
    request_timeout = 408,
    content_too_large = 413,
    uri_too_long = 414,
    range_not_satisfiable = 416,
    header_too_large = 431,
    internal_error = 500,
    not_implemented = 501,
    unavailable = 503,
    version_not_supported = 505
};

constexpr std::string_view reason(Status status) noexcept {
    switch (status) {
        case Status::ok: return "OK";
        case Status::partial_content: return "Partial Content";
        case Status::moved_permanently: return "Moved Permanently";
        case Status::not_modified: return "Not Modified";
        case Status::bad_request: return "Bad Request";
        case Status::forbidden: return "Forbidden";
        case Status::not_found: return "Not Found";
        case Status::method_not_allowed: return "Method Not Allowed";
        case Status::request_timeout: return "Request Timeout";
        case Status::content_too_large: return "Content Too Large";
        case Status::uri_too_long: return "URI Too Long";
        case Status::range_not_satisfiable: return "Range Not Satisfiable";
        case Status::header_too_large: return "Request Header Fields Too Large";
        case Status::internal_error: return "Internal Server Error";
        case Status::not_implemented: return "Not Implemented";
        case Status::unavailable: return "Service Unavailable";
        case Status::version_not_supported: return "HTTP Version Not Supported";
    }
    return "?";
}

}  // namespace fibrix::httpd
