#include "userland/httpd/target.hpp"

#include <algorithm>

namespace fibrix::httpd {
namespace {

int digit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    const char small = static_cast<char>(c | 0x20);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

bool is_plain(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~/!$()*+,;=:@").find(c) != std::string_view::npos;
}

// A target that names a host too: what comes after it.
std::string_view without_authority(std::string_view target) {
    const auto scheme = target.find("://");
    if (target.starts_with('/') || scheme == target.npos) return target;
    const auto path = target.find_first_of("/?#", scheme + 3);
    return path == target.npos || target[path] != '/' ? "/" : target.substr(path);
}

std::optional<std::string> decode(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (text.size() - i < 3) return std::nullopt;
            const int high = digit(text[i + 1]), low = digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (c == '\0') return std::nullopt;
        decoded += c;
    }
    return decoded;
}

// Name by name. A path on which nothing is to be done, as most are, stays as it is.
std::optional<std::string> normalised(std::string path) {
    if (path.find("//") == path.npos && path.find("/.") == path.npos) return path;
    std::string result;
    bool directory = false;
    for (std::size_t begin = 1; begin <= path.size();) {
        const auto end = std::min(path.find('/', begin), path.size());
        const auto name = std::string_view(path).substr(begin, end - begin);
        begin = end + 1;
        directory = name.empty() || name == "." || name == "..";
        if (name == "..") {
            if (result.empty()) return std::nullopt;
            result.resize(result.rfind('/'));
        } else if (!directory) {
            result += '/';
            result += name;
        }
    }
    if (directory) result += '/';
    return result;
}

}  // namespace

std::optional<std::string> path_of(std::string_view target) {
    target = without_authority(target);
    target = target.substr(0, target.find_first_of("?#"));
    if (!target.starts_with('/')) return std::nullopt;
    auto decoded = decode(target);
    if (!decoded) return std::nullopt;
    return normalised(std::move(*decoded));
}

std::string_view query_of(std::string_view target) {
    target = target.substr(0, target.find('#'));
    const auto mark = target.find('?');
    return mark == target.npos ? std::string_view() : target.substr(mark);
}

std::string encode_path(std::string_view path) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : path) {
        if (is_plain(c)) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return encoded;
}

std::string escape_html(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
            case '<': escaped += "&lt;"; break;
            case '>': escaped += "&gt;"; break;
            case '&': escaped += "&amp;"; break;
            case '"': escaped += "&quot;"; break;
            default: escaped += c;
        }
    }
    return escaped;
}

}  // namespace fibrix::httpd
