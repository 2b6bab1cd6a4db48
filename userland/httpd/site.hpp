// The served directory: which answer a request gets.
#pragma once

#include <string>

#include "userland/httpd/answer.hpp"
#include "userland/httpd/clock.hpp"
#include "userland/httpd/file_cache.hpp"
#include "userland/httpd/request.hpp"

namespace fibrix::httpd {

struct SiteOptions {
    std::string directory = ".";
    bool list = false;  ///< directories without an index.html
    std::size_t cache_bytes = 64UL * 1024 * 1024;
    Duration cache_fresh = std::chrono::seconds(1);
};

class Site {
public:
    explicit Site(const SiteOptions& options);

    /// Parks if the file is outside.
    Answer answer(const Request& request, const Clock& clock);

private:
    Answer answer_path(const Request& request, const std::string& path, const Clock& clock);
    Answer answer_directory(const std::string& path);

    std::string root_;
    bool list_;
    FileCache cache_;
};

}  // namespace fibrix::httpd
