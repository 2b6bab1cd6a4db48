// In the kernel: an open file of a filesystem in memory: a node, a place in it, and what may be done.
#pragma once

#include "syscalls/file/open_file.hpp"
#include "syscalls/vfs/file_system.hpp"

namespace fibrix {

class NodeFile final : public OpenFile {
public:
    NodeFile(Ref<Node> node, const Opening& opening);

    Outcome read(Io& io) override;
    Outcome write(Io& io) override;
    Result<std::int64_t> seek(std::int64_t offset, Whence whence) override;
    Outcome status(Io& io, FileStatus& status) override;
    Outcome truncate(Io& io, std::int64_t size) override;
    Outcome sync(Io& io) override { return io.done(0); }  // there is no disk
    Outcome list(Io& io, DirectoryListing& listing) override;
    [[nodiscard]] std::string describe() const override { return path_; }

private:
    Outcome moved(const Io& io, std::int64_t at, Outcome outcome);

    FileSystemUse use_;  // goes last: nodes refer to their filesystem
    std::uint64_t device_;
    Ref<Node> node_;
    std::string path_;  // at which it was opened
    OpenFlags flags_;
    std::int64_t place_ = 0;
    std::string listed_{};  // of a directory: the last entry that was given
};

}  // namespace fibrix
