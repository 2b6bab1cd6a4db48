// In the kernel: hostfs, a directory of the host.
//
// Each request becomes an operation of the World, which confines it to the directory; a path that leads out is EACCES.
// Devices, pipes and sockets of the host can be seen and removed, but not opened.
#pragma once

#include <functional>
#include <string>

#include "kernel/world/outside_file.hpp"
#include "kernel/world/world.hpp"
#include "syscalls/vfs/file_system.hpp"

namespace fibrix {

class HostFileSystem final : public FileSystem {
public:
    /// `source`: the directory, as the host calls it.
    HostFileSystem(World& world, std::string source)
        : FileSystem("hostfs"), world_(world), source_(std::move(source)) {}
    ~HostFileSystem() override;

    /// Opens the directory. Errors: ENOENT, ENOTDIR, EACCES, EOPNOTSUPP (a World without files).
    Outcome begin(PathCall& call) override;
    /// The same before a system is booted, when nobody else could run: waits.
    Result<void> begin_now();

    Outcome open(PathCall& call, OpenFlags flags, std::uint32_t mode) override;
    Outcome status(PathCall& call) override;
    Outcome make_directory(PathCall& call, std::uint32_t mode) override;
    Outcome remove_directory(PathCall& call) override;
    Outcome remove(PathCall& call) override;
    Outcome rename(PathCall& call) override;
    Outcome link(PathCall& call) override;
    Outcome make_link(PathCall& call, std::string_view target) override;
    Outcome read_link(PathCall& call) override;
    Outcome truncate(PathCall& call, std::int64_t size) override;
    Outcome set_mode(PathCall& call, std::uint32_t mode) override;
    Outcome set_modified(PathCall& call, std::int64_t nanoseconds) override;
    Outcome usage(PathCall& call) override;

    [[nodiscard]] World& world() const noexcept { return world_; }
    /// In the words of the tree of files.
    [[nodiscard]] FileStatus translate(const OutsideStatus& outside) const;

private:
    [[nodiscard]] Operation opening() const;
    void take(const Operation& opened);
    Outcome ask(PathCall& call, Operation::Code code, const std::function<void(Operation&)>& more = {}) const;
    Outcome ask_about_two(PathCall& call, Operation::Code code, std::string first, std::string_view second) const;

    World& world_;
    std::string source_;
    Outside directory_ = -1;
};

}  // namespace fibrix
