#include "userland/httpd/file_cache.hpp"

namespace fibrix::httpd {

// The requests in it may park: what was found before is looked for again after.
Result<std::shared_ptr<const Content>> FileCache::get(const std::string& path, Time now) {
    if (const auto found = by_path_.find(path); found != by_path_.end()) {
        auto& entry = *found->second;
        auto content = entry.content;
        if (now - entry.checked < fresh_) {
            if (found->second != entries_.begin()) entries_.splice(entries_.begin(), entries_, found->second);
            return content;
        }
        const auto status = sys::stat(path);
        if (status && content->is_still(*status)) {
            const auto again = by_path_.find(path);
            if (again != by_path_.end() && again->second->content == content) again->second->checked = now;
            return content;
        }
        forget(path);
    }
    auto loaded = Content::load(path, most_bytes_ / 16);
    if (loaded && !(*loaded)->file && !(*loaded)->is_made_up()) keep(path, *loaded, now);
    return loaded;
}

void FileCache::keep(const std::string& path, const std::shared_ptr<const Content>& content, Time now) {
    forget(path);  // another may have loaded it meanwhile
    entries_.push_front({path, content, now});
    by_path_.emplace(entries_.front().path, entries_.begin());
    bytes_ += content->bytes.size() + overhead;
    while (bytes_ > most_bytes_) forget(entries_.back().path);
}

void FileCache::forget(std::string_view path) {
    const auto found = by_path_.find(path);
    if (found == by_path_.end()) return;
    const auto entry = found->second;
    bytes_ -= entry->content->bytes.size() + overhead;
    by_path_.erase(found);
    entries_.erase(entry);
}

}  // namespace fibrix::httpd
