// The file that a snapshot is kept in: read at the start, and replaced as a whole by each save.
//
// A save writes a file of its own beside it, has the disk take it, and renames it; so the old snapshot is there until
// the new one is, whatever happens in between. A file that is no good snapshot is never replaced, because then the
// server does not start.
#pragma once

#include <string>

#include "userland/kv/store.hpp"

namespace fibrix::kv {

class SnapshotFile {
public:
    explicit SnapshotFile(std::string path) : path_(std::move(path)) {}

    /// Puts what the file holds in the place of what is in `store`; no file: nothing. Gives what is wrong, or nothing.
    /// Parks.
    [[nodiscard]] std::string load(Store& store) const;
    /// Saves what is in `store` when it is called. Gives what is wrong, or nothing. Parks.
    [[nodiscard]] std::string save(const Store& store) const;

private:
    std::string path_;
};

}  // namespace fibrix::kv
