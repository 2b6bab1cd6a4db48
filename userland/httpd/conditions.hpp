// The conditions of a request: whether the client has the file already, and whether a part fits to what it has.
#pragma once

#include "userland/httpd/content.hpp"
#include "userland/httpd/request.hpp"

namespace fibrix::httpd {

/// If-None-Match, or else If-Modified-Since: the client has it, and 304 is all it needs.
bool is_known(const Request& request, const Content& content);
/// If-Range: no condition, or it holds. `now`: seconds since 1970.
bool may_be_part(const Request& request, const Content& content, std::int64_t now);

}  // namespace fibrix::httpd
