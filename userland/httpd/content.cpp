#include "userland/httpd/content.hpp"

#include "userland/httpd/content_type.hpp"
#include "userland/httpd/http_date.hpp"

namespace fibrix::httpd {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::size_t most_made_up = 16UL * 1024 * 1024;

}  // namespace

Result<std::shared_ptr<const Content>> Content::load(const std::string& path, std::size_t most_kept) {
    auto open = File::open(path);
    if (!open) return open.error();
    const auto status = open->status();
    if (!status) return status.error();
    if (status->type == FileType::directory) return Errno::isdir;
    if (status->type != FileType::regular) return Errno::acces;
    auto content = std::make_shared<Content>();
    content->status = *status;
    content->size = status->size;
    if (static_cast<std::uint64_t>(status->size) > most_kept) {
        content->file = std::move(*open);
    } else if (const auto done = content->read_from(*open, most_kept); !done) {
        return done.error();
    }
    content->describe(path);
    return std::shared_ptr<const Content>(std::move(content));
}

Result<void> Content::read_from(const File& open, std::size_t most_kept) {
    std::size_t filled = 0;
    bytes.resize(static_cast<std::size_t>(size) + 1);  // one more, to see its end
    for (;;) {
        if (filled == bytes.size()) {
            if (filled > std::max(most_kept, most_made_up)) return Errno::fbig;
            bytes.resize(2 * filled);
        }
        const auto got = open.read(std::as_writable_bytes(std::span(bytes).subspan(filled)));
        if (!got) return got.error();
        if (*got == 0) break;
        filled += *got;
    }
    bytes.resize(filled);
    size = static_cast<std::int64_t>(filled);
    return {};
}

void Content::describe(const std::string& path) {
    type = content_type(path);
    modified = status.modified / second;
    if (!is_made_up()) {
        last_modified = http_date(modified);
        etag = fmt::format("\"{:x}-{:x}-{:x}\"", status.number, status.size, status.modified);
        validators = fmt::format("Last-Modified: {}\r\nETag: {}\r\n", last_modified, etag);
    }
    fields =
        fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n{}Accept-Ranges: bytes\r\n", type, size, validators);
}

}  // namespace fibrix::httpd
