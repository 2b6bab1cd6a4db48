# Puts the page's files into a source file: PAGE is where to.
foreach(part html css js)
  file(READ ${SOURCE}/page.${part} ${part})
endforeach()
file(READ ${SOURCE}/chart.js chart)
file(CONFIGURE OUTPUT ${PAGE} @ONLY CONTENT [==[
// Made from page.html, page.css, page.js and chart.js.
#include "tools/trace/page.hpp"

namespace fibrix::trace {

const std::string_view page_html = R"~~~~(@html@)~~~~";
const std::string_view page_css = R"~~~~(@css@)~~~~";
const std::string_view page_js = R"~~~~(@js@
@chart@)~~~~";

}  // namespace fibrix::trace
]==])
