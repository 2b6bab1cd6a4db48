// The contents of files that were asked for, kept by their paths.
//
// What is kept is used without a look at the file until it is `fresh` old; then one stat tells whether it is still so.
// Above the limit of bytes the least recently used goes; who is being served from it keeps it until it is done.
#pragma once

#include <list>
#include <memory>
#include <string>
#include <unordered_map>

#include "userland/httpd/content.hpp"

namespace fibrix::httpd {

class FileCache {
public:
    FileCache(std::size_t most_bytes, Duration fresh) : most_bytes_(most_bytes), fresh_(fresh) {}

    /// The file as it is at `now`, or was at most `fresh` before. Parks if it is outside. Errors: as Content::load.
    Result<std::shared_ptr<const Content>> get(const std::string& path, Time now);
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

private:
    struct Entry {
        std::string path;
        std::shared_ptr<const Content> content;
        Time checked;  ///< it was so then
    };
    using Entries = std::list<Entry>;

    static constexpr std::size_t overhead = 1024;  // of an entry, beside its bytes

    void keep(const std::string& path, const std::shared_ptr<const Content>& content, Time now);
    void forget(std::string_view path);

    Entries entries_;  // the most recently used first
    std::unordered_map<std::string_view, Entries::iterator> by_path_;
    std::size_t most_bytes_, bytes_ = 0;
    Duration fresh_;
};

}  // namespace fibrix::httpd
