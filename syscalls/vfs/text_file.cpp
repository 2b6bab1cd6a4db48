#include "syscalls/vfs/text_file.hpp"

#include <algorithm>
#include <cstring>

namespace fibrix {

TextFile::TextFile(std::string text, const Opening& opening, const FileStatus& status)
    : OpenFile(FileType::regular),
      use_(Ref(&opening.system)),
      path_(opening.path),
      status_(status),
      text_(std::move(text)) {
    status_.device = opening.system.device;
}

Outcome TextFile::read(Io& io) {
    const auto at = std::min(static_cast<std::size_t>(io.at.value_or(place_)), text_.size());
    const auto count = std::min(io.into.size(), text_.size() - at);
    if (count > 0) std::memcpy(io.into.data(), text_.data() + at, count);
    if (!io.at) place_ = static_cast<std::int64_t>(at + count);
    return io.done(count);
}

Result<std::int64_t> TextFile::seek(std::int64_t offset, Whence whence) {
    const auto size = static_cast<std::int64_t>(text_.size());
    const auto from = whence == Whence::begin ? 0 : whence == Whence::here ? place_ : size;
    if (offset < -from || offset > Node::largest) return Errno::inval;
    return place_ = from + offset;
}

Outcome TextFile::status(Io& io, FileStatus& status) {
    status = status_;
    return io.done(0);
}

}  // namespace fibrix
