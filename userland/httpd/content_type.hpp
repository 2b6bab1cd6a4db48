// What a file is, by the end of its name.
#pragma once

#include <string_view>

namespace fibrix::httpd {

/// Such as "text/html; charset=utf-8"; "application/octet-stream" if nothing is known.
std::string_view content_type(std::string_view path) noexcept;

}  // namespace fibrix::httpd
