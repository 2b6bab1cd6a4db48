// In the kernel: what is mounted where, and where a path leads.
//
// One tree for all processes. A mount hides what was at its target. A path is followed name by name as long as it
// leads through filesystems in memory; below the mount point of one that is outside, the rest is only freed of . and
// .., which may lead back above the mount point, and handed over.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "syscalls/vfs/place.hpp"

namespace fibrix {

struct Mount {
    std::string target;  ///< a path without links, . and ..; "/" for the first
    std::string source;
    Ref<FileSystem> system;
    bool read_only = false;
};

/// Made once for each kernel: `kernel.state<Mounts>()`. It begins with an empty ramfs at the root.
class Mounts {
public:
    static constexpr std::size_t longest_path = 4096, longest_name = 255;
    static constexpr int most_links = 40;

    explicit Mounts(Kernel& kernel);

    /// Where `path` leads `process`. That nothing is in the last place is no error here. Errors: ENOENT, ENOTDIR,
    /// ELOOP, ENAMETOOLONG, EINVAL (a zero byte).
    Result<Place> find(const Process& process, std::string_view path, Last last) const;
    /// Mounts `system` at `place`, a directory in memory. EBUSY: something is mounted there.
    Result<void> add(const Place& place, std::string source, Ref<FileSystem> system, bool read_only);
    /// The same without asking whether it can be: for the tree that a system is booted with.
    void mount(Mount made);
    /// EINVAL: nothing is mounted there. EBUSY: in use.
    Result<void> remove(const Place& place);

    /// In the order of mounting.
    [[nodiscard]] const std::vector<std::unique_ptr<Mount>>& all() const noexcept { return mounts_; }
    /// What is mounted exactly at `path`; null if nothing is.
    [[nodiscard]] const Mount* at(std::string_view path) const noexcept;
    /// Whether something is mounted at `path` or below it.
    [[nodiscard]] bool in_use(std::string_view path) const noexcept;

private:
    [[nodiscard]] bool busy(const Mount& mount) const;

    Kernel& kernel_;
    std::uint64_t devices_ = 0;
    std::vector<std::unique_ptr<Mount>> mounts_;  // few
};

/// Whether `path` is `directory` or lies below it; both absolute and normalised.
bool is_within(std::string_view path, std::string_view directory) noexcept;

}  // namespace fibrix
