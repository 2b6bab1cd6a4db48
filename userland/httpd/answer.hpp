// What a request is answered with.
#pragma once

#include <memory>
#include <string>

#include "userland/httpd/content.hpp"
#include "userland/httpd/status.hpp"

namespace fibrix::httpd {

struct Answer {
    Status status = Status::ok;
    std::string fields;                      ///< of its header, each with its end of line
    std::shared_ptr<const Content> content;  ///< whose bytes from `first` on are the body; if none, `page` is
    std::int64_t first = 0, count = 0;
    std::string page;
    bool all_of_content = false;  ///< then the content's own fields are part of the header

    /// A page of a few words about `status`. `more`: further fields.
    static Answer about(Status status, std::string more = {});
    /// A page of HTML.
    static Answer of_page(Status status, std::string page, std::string more = {});
};

}  // namespace fibrix::httpd
