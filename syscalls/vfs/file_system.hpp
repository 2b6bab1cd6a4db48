// In the kernel: a filesystem: what is mounted. A path request that leads into it is handed over as a whole.
//
// There are two kinds. One in memory has nodes, is walked name by name, and answers at once (node_system.hpp does all
// of it). One that is outside has no nodes: what is below its mount point is a path that only it understands, and
// each request becomes an operation of the World, so it may park: the same function is called again then, with the
// same PathCall, until it answers.
#pragma once

#include "kernel/object.hpp"
#include "syscalls/path/open_flags.hpp"
#include "syscalls/path/usage.hpp"
#include "syscalls/vfs/node.hpp"

namespace fibrix {

class PathCall;

class FileSystem : public Object {
public:
    static inline const ObjectKind kind{"filesystem"};
    explicit FileSystem(std::string_view type) noexcept : Object(kind), type_(type) {}

    [[nodiscard]] std::string_view type() const noexcept { return type_; }
    /// Null: it is outside.
    [[nodiscard]] virtual Ref<Node> root() { return {}; }
    /// Before it is mounted: opens what it stands for. Like a request, it answers, or parks and is called again.
    virtual Outcome begin(PathCall& call);
    /// Nothing in it can be changed, however it is mounted; its devices can be written to.
    [[nodiscard]] virtual bool fixed() const { return false; }

    // What is asked of `call.place`. That the filesystem may be written to, that both places of a rename or link lie in
    // it and that no mount point is touched has been seen to. A place outside is `place.rest`; of a place in memory it
    // is also known whether it exists where it must, or must not.

    /// Into `call.file`. Whether it exists, and all that the flags say, is decided here.
    virtual Outcome open(PathCall& call, OpenFlags flags, std::uint32_t mode) = 0;
    /// Into `call.status`; of the link itself unless `place.follow`.
    virtual Outcome status(PathCall& call) = 0;
    virtual Outcome make_directory(PathCall& call, std::uint32_t mode) = 0;
    virtual Outcome remove_directory(PathCall& call) = 0;
    virtual Outcome remove(PathCall& call) = 0;
    /// `place` becomes `other`, in one step.
    virtual Outcome rename(PathCall& call) = 0;
    /// `other` becomes another name of `place`.
    virtual Outcome link(PathCall& call) = 0;
    virtual Outcome make_link(PathCall& call, std::string_view target) = 0;
    /// Into `call.text`.
    virtual Outcome read_link(PathCall& call) = 0;
    virtual Outcome truncate(PathCall& call, std::int64_t size) = 0;
    virtual Outcome set_mode(PathCall& call, std::uint32_t mode) = 0;
    virtual Outcome set_modified(PathCall& call, std::int64_t nanoseconds) = 0;
    /// Adds to what it has room for, has used, and has files, as far as that is known without asking the outside.
    virtual void measure([[maybe_unused]] FileSystemStatus& sum) const {}
    /// Into `call.usage`: total, used and files.
    virtual Outcome usage(PathCall& call) = 0;

    /// Told apart by this in FileStatus; given by the mount table.
    std::uint64_t device = 0;
    /// How many open files there are: it cannot be unmounted while there are some.
    [[nodiscard]] std::size_t open_files() const noexcept { return open_files_; }
    [[nodiscard]] std::string describe() const override { return std::string(type_); }

private:
    friend class FileSystemUse;
    std::string_view type_;
    std::size_t open_files_ = 0;
};

/// Kept by each open file of a filesystem: keeps it, and keeps it mounted.
class FileSystemUse {
public:
    explicit FileSystemUse(Ref<FileSystem> system) noexcept : system_(std::move(system)) { ++system_->open_files_; }
    FileSystemUse(const FileSystemUse&) = delete;
    FileSystemUse& operator=(const FileSystemUse&) = delete;
    ~FileSystemUse() { --system_->open_files_; }

private:
    Ref<FileSystem> system_;
};

}  // namespace fibrix
