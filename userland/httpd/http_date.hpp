// Dates as HTTP writes them: "Sun, 06 Nov 1994 08:49:37 GMT".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fibrix::httpd {

/// `seconds` of the calendar since 1970; years 0 to 9999.
std::string http_date(std::int64_t seconds);
/// The same for an access log: "06/Nov/1994:08:49:37 +0000".
std::string log_date(std::int64_t seconds);
/// Seconds since 1970. The two forms that HTTP has given up are understood too; nothing if it is no date.
std::optional<std::int64_t> parse_http_date(std::string_view text);

}  // namespace fibrix::httpd
