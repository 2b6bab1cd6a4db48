#include "userland/kv/snapshot_file.hpp"

#include <fmt/format.h>

#include "syscalls/sys.hpp"
#include "userland/kv/snapshot.hpp"

namespace fibrix::kv {
namespace {

std::string directory_of(const std::string& path) {
    const auto slash = path.rfind('/');
    if (slash == path.npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

// For good: when this returns a loss of power does no harm to it.
Result<void> write_through(const std::string& path, std::string_view bytes) {
    const auto file = File::open(path, to_replace, 0600);
    if (!file) return file.error();
    if (const auto written = file->write(bytes); !written) return written;
    return sys::fsync(file->handle());
}

// The name is in the directory, which is written through like a file.
Result<void> replace(const std::string& from, const std::string& to) {
    if (const auto renamed = sys::rename(from, to); !renamed) return renamed;
    const auto directory = File::open(directory_of(to), to_list);
    if (!directory) return directory.error();
    return sys::fsync(directory->handle());
}

}  // namespace

std::string SnapshotFile::load(Store& store) const {
    const auto bytes = read_file(path_);
    if (!bytes && bytes.error() == Errno::noent && sys::stat(directory_of(path_))) return {};
    if (!bytes) return fmt::format("cannot read the snapshot '{}': {}", path_, describe(bytes.error()));
    const auto verdict = Snapshot::decode(*bytes, store);
    if (verdict == Snapshot::Verdict::good) return {};
    return fmt::format("the snapshot '{}' is {}; it is left as it is: move it away to start without it", path_,
                       to_string(verdict));
}

std::string SnapshotFile::save(const Store& store) const {
    const auto bytes = Snapshot::encode(store);
    const auto fresh = path_ + ".new";
    auto done = write_through(fresh, bytes);
    if (done) done = replace(fresh, path_);
    if (done) return {};
    sys::unlink(fresh);
    return fmt::format("cannot save to '{}': {}", path_, describe(done.error()));
}

}  // namespace fibrix::kv
