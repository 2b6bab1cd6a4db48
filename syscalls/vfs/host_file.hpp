// In the kernel: an open file of the host: the World's descriptor, a place in it, and what may be done.
//
// The place is the kernel's own. A transfer at it moves it when it begins, so that of two that overlap each has its own
// part of the file; when it turns out shorter the place is set back.
#pragma once

#include "syscalls/file/open_file.hpp"
#include "syscalls/vfs/host_system.hpp"

namespace fibrix {

class HostFile final : public OpenFile {
public:
    HostFile(HostFileSystem& system, Outside outside, FileType type, const PathCall& call, OpenFlags flags);
    HostFile(const HostFile&) = delete;
    HostFile& operator=(const HostFile&) = delete;
    ~HostFile() override;

    Outcome read(Io& io) override;
    Outcome write(Io& io) override;
    Result<std::int64_t> seek(std::int64_t offset, Whence whence) override;
    Outcome status(Io& io, FileStatus& status) override;
    Outcome truncate(Io& io, std::int64_t size) override;
    Outcome sync(Io& io) override;
    Outcome list(Io& io, DirectoryListing& listing) override;
    [[nodiscard]] std::string describe() const override { return path_; }

private:
    Outcome transfer(Io& io, Operation::Code code, std::int64_t at);
    void settle(const Operation& operation, bool reads);
    Outcome ask(Io& io, Operation::Code code, std::span<std::byte> room = {}, std::int64_t number = 0);
    static Outcome conclude(Io& io);

    HostFileSystem& system_;
    FileSystemUse use_;
    Outside outside_;
    FileType type_;
    std::string path_;  // at which it was opened
    OpenFlags flags_;
    std::int64_t place_ = 0;
    bool rewound_ = false;  // of a directory: to be listed from its beginning
};

}  // namespace fibrix
