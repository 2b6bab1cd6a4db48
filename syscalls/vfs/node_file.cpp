#include "syscalls/vfs/node_file.hpp"

#include <limits>

namespace fibrix {

NodeFile::NodeFile(Ref<Node> node, const Opening& opening)
    : OpenFile(node->type),
      use_(Ref(&opening.system)),
      device_(opening.system.device),
      node_(std::move(node)),
      path_(opening.path),
      flags_(opening.flags) {}

// A transfer at the file's own place moves it.
Outcome NodeFile::moved(const Io& io, std::int64_t at, Outcome outcome) {
    if (outcome == Outcome::answered && io.result && !io.at) place_ = at + static_cast<std::int64_t>(*io.result);
    return outcome;
}

Outcome NodeFile::read(Io& io) {
    if (!has(flags_, OpenFlags::read)) return io.fail(Errno::badf);
    if (node_->is_directory()) return io.fail(Errno::isdir);
    if (io.into.empty()) return io.done(0);
    const auto at = io.at.value_or(place_);
    return moved(io, at, node_->read(io, at));
}

Outcome NodeFile::write(Io& io) {
    if (!has(flags_, OpenFlags::write)) return io.fail(Errno::badf);
    const auto own = has(flags_, OpenFlags::append) ? node_->size() : place_;
    const auto at = io.at.value_or(own);
    return moved(io, at, node_->write(io, at));
}

Result<std::int64_t> NodeFile::seek(std::int64_t offset, Whence whence) {
    std::int64_t from = 0;
    if (whence == Whence::here) from = place_;
    if (whence == Whence::end) from = node_->size();
    if (offset > std::numeric_limits<std::int64_t>::max() - from || from + offset < 0) return Errno::inval;
    if (node_->is_directory() && from + offset != 0) return Errno::inval;  // a directory can only be begun anew
    listed_.clear();
    return place_ = from + offset;
}

Outcome NodeFile::status(Io& io, FileStatus& status) {
    status = node_->status();
    status.device = device_;
    return io.done(0);
}

Outcome NodeFile::truncate(Io& io, std::int64_t size) {
    if (!has(flags_, OpenFlags::write)) return io.fail(Errno::inval);
    const auto cut = node_->truncate(size);
    return cut ? io.done(0) : io.fail(cut.error());
}

Outcome NodeFile::list(Io& io, DirectoryListing& listing) {
    constexpr std::size_t at_once = 256;
    if (!node_->is_directory()) return io.fail(Errno::notdir);
    auto& entries = listing.entries;
    entries.clear();
    node_->list(listed_, at_once, entries);
    if (!entries.empty()) listed_ = entries.back().name;
    return io.done(0);
}

}  // namespace fibrix
