// In the kernel: a request about a path while it is being carried out, as a filesystem sees it.
//
// It is made at the first attempt and lives until the answer, so what a filesystem notes in it is there when it is
// called again.
#pragma once

#include "kernel/kernel.hpp"
#include "syscalls/path/usage.hpp"
#include "syscalls/vfs/place.hpp"

namespace fibrix {

class OpenFile;

class PathCall {
public:
    PathCall(Kernel& kernel, Task& task, Deadline deadline) noexcept;
    PathCall(const PathCall&) = delete;
    PathCall& operator=(const PathCall&) = delete;
    ~PathCall();

    Place place{};           ///< where the path leads
    Place other{};           ///< where the second one leads, of a request with two
    Operation operation{};   ///< the filesystem's own, while it waits for the World
    std::string scratch{};   ///< the filesystem's own: what its operation refers to
    Ref<FileSystem> made{};  ///< what is being mounted
    Ref<OpenFile> file{};    ///< results …
    FileStatus status{};
    std::string text{};
    FileSystemStatus usage{};
    Result<void> result{};  ///< whether it has worked

    [[nodiscard]] Kernel& kernel() const noexcept { return kernel_; }
    [[nodiscard]] Process& process() const noexcept { return *task_.process; }
    /// Finds out where `path` leads.
    Result<void> find(std::string_view path, Last last);
    /// The same for the second path.
    Result<void> find_other(std::string_view path, Last last);

    Outcome done() noexcept {
        result = Result<void>();
        return Outcome::answered;
    }
    Outcome fail(Errno error) noexcept {
        result = error;
        return Outcome::answered;
    }
    Outcome conclude(const Result<void>& end) noexcept { return end ? done() : fail(end.error()); }
    /// True if `operation` is done; else the filesystem returns Outcome::parked, and is called again when it is.
    [[nodiscard]] bool submit() { return kernel_.submit(task_, operation, deadline_); }
    /// Waits until `queue` calls.
    Outcome park(WaitQueue& queue) { return kernel_.park(task_, queue, deadline_); }

private:
    Kernel& kernel_;
    Task& task_;
    Deadline deadline_;
};

}  // namespace fibrix
