#include "userland/httpd/content_type.hpp"

#include <algorithm>
#include <array>

namespace fibrix::httpd {
namespace {

struct Type {
    std::string_view extension, name;
};

constexpr std::array<Type, 34> types{
    Type{"avif", "image/avif"},
    Type{"bmp", "image/bmp"},
    Type{"css", "text/css; charset=utf-8"},
    Type{"csv", "text/csv; charset=utf-8"},
    Type{"gif", "image/gif"},
    Type{"gz", "application/gzip"},
    Type{"htm", "text/html; charset=utf-8"},
    Type{"html", "text/html; charset=utf-8"},
    Type{"ico", "image/x-icon"},
    Type{"jpeg", "image/jpeg"},
    Type{"jpg", "image/jpeg"},
    Type{"js", "text/javascript; charset=utf-8"},
    Type{"json", "application/json"},
    Type{"md", "text/markdown; charset=utf-8"},
    Type{"mjs", "text/javascript; charset=utf-8"},
    Type{"mp3", "audio/mpeg"},
    Type{"mp4", "video/mp4"},
    Type{"ogg", "audio/ogg"},
    Type{"otf", "font/otf"},
    Type{"pdf", "application/pdf"},
    Type{"png", "image/png"},
    Type{"svg", "image/svg+xml"},
    Type{"tar", "application/x-tar"},
    Type{"ttf", "font/ttf"},
    Type{"txt", "text/plain; charset=utf-8"},
    Type{"wasm", "application/wasm"},
    Type{"wav", "audio/wav"},
    Type{"webm", "video/webm"},
    Type{"webmanifest", "application/manifest+json"},
    Type{"webp", "image/webp"},
    Type{"woff", "font/woff"},
    Type{"woff2", "font/woff2"},
    Type{"xml", "application/xml"},
    Type{"zip", "application/zip"},
};
static_assert(std::is_sorted(types.begin(), types.end(),
                             [](const Type& a, const Type& b) { return a.extension < b.extension; }));

bool less(std::string_view a, std::string_view b) noexcept {  // `b` in any letters
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
        return small(x) < small(y);
    });
}

}  // namespace

std::string_view content_type(std::string_view path) noexcept {
    constexpr std::string_view unknown = "application/octet-stream";
    const auto name = path.substr(path.rfind('/') + 1);
    const auto dot = name.rfind('.');
    if (dot == name.npos || dot == 0) return unknown;
    const auto extension = name.substr(dot + 1);
    const auto* const found =
        std::lower_bound(types.begin(), types.end(), extension,
                         [](const Type& type, std::string_view wanted) { return less(type.extension, wanted); });
    return found != types.end() && !less(extension, found->extension) ? found->name : unknown;
}

}  // namespace fibrix::httpd
