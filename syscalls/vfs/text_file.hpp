// In the kernel: an open file whose text was made when it was opened.
#pragma once

#include "syscalls/file/open_file.hpp"
#include "syscalls/vfs/file_system.hpp"

namespace fibrix {

class TextFile final : public OpenFile {
public:
    TextFile(std::string text, const Opening& opening, const FileStatus& status);

    Outcome read(Io& io) override;
    Result<std::int64_t> seek(std::int64_t offset, Whence whence) override;
    Outcome status(Io& io, FileStatus& status) override;
    [[nodiscard]] std::string describe() const override { return path_; }

private:
    FileSystemUse use_;
    std::string path_;
    FileStatus status_;
    std::string text_;
    std::int64_t place_ = 0;
};

}  // namespace fibrix
