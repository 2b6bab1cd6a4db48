// The page that a trace is shown in; made from page.html, page.css and page.js when building.
#pragma once

#include <string_view>

namespace fibrix::trace {

extern const std::string_view page_html, page_css, page_js;

}  // namespace fibrix::trace
