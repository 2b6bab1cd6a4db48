// From a request's target to a path below the served directory, and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fibrix::httpd {

/// The path of a target such as "/a/b%20c?query" or "http://host/a": decoded, without a query, without . and .. and
/// empty names. It begins with a slash, and ends with one if the target's does, or means a directory. Nothing if the
/// target is wrong, has a NUL in it, or leads out of the tree.
std::optional<std::string> path_of(std::string_view target);
/// "?query", or nothing.
std::string_view query_of(std::string_view target);
/// `path` as it may stand in a URL and in an attribute of HTML.
std::string encode_path(std::string_view path);
/// `text` as it may stand in HTML.
std::string escape_html(std::string_view text);

}  // namespace fibrix::httpd
