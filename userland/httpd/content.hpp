// A file as it is served: what is said of it in a header, and its bytes, in memory or still to be read.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "syscalls/sys.hpp"

namespace fibrix::httpd {

struct Content {
    FileStatus status;
    std::int64_t size = 0;      ///< bytes to serve
    std::int64_t modified = 0;  ///< seconds since 1970
    std::string type;
    std::string validators;  ///< the fields by which it is known again; none of what is made when it is read
    std::string etag, last_modified;
    std::string fields;        ///< all fields of a response that is all of it
    std::string bytes;         ///< unless `file` is there
    std::optional<File> file;  ///< what is too large to be kept

    /// Parks if the file is outside. A file of at most `most_kept` bytes is read. Errors: as `open` and `read`;
    /// EISDIR, EACCES (no file that has an end), EFBIG (of unknown size, and too large).
    static Result<std::shared_ptr<const Content>> load(const std::string& path, std::size_t most_kept);

    [[nodiscard]] bool is_still(const FileStatus& now) const noexcept {
        return now.device == status.device && now.number == status.number && now.size == status.size &&
               now.modified == status.modified;
    }
    /// What /proc makes while it is read says beforehand that it is empty, and is never the same again.
    [[nodiscard]] bool is_made_up() const noexcept { return status.size != size; }

private:
    Result<void> read_from(const File& open, std::size_t most_kept);
    void describe(const std::string& path);
};

}  // namespace fibrix::httpd
