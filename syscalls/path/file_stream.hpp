// File: an open file that closes itself; and whole files as texts.
//
//     auto file = File::open("/etc/motd");
//     if (!file) …                            // file.error() is an Errno
//     const auto text = file->read_all();
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "syscalls/file/file.hpp"
#include "syscalls/handle/handle.hpp"
#include "syscalls/path/open.hpp"

namespace fibrix {

class File {
public:
    /// Parks if the file is outside. Errors: as `sys::open`.
    static Result<File> open(std::string_view path, OpenFlags flags = to_read, std::uint32_t mode = 0644);
    /// Takes an open handle over.
    explicit File(Handle handle) noexcept : handle_(handle) {}

    [[nodiscard]] Handle handle() const noexcept { return handle_.get(); }
    /// At least one byte; 0 at the end. Parks.
    Result<std::size_t> read(std::span<std::byte> buffer) const { return sys::read(handle(), buffer); }
    /// All that is left. Parks.
    [[nodiscard]] Result<std::string> read_all() const;
    /// All of `text`. Parks.
    Result<void> write(std::string_view text) const;
    /// The new place. Errors: EINVAL, ESPIPE.
    Result<std::int64_t> seek(std::int64_t offset, Whence whence = Whence::begin) const {
        return sys::seek(handle(), offset, whence);
    }
    /// Parks.
    [[nodiscard]] Result<FileStatus> status() const { return sys::fstat(handle()); }
    void close() noexcept { handle_.close(); }

private:
    OwnedHandle handle_;
};

/// All of a file. Parks.
Result<std::string> read_file(std::string_view path);
/// Makes `text` the contents of a file, or adds it with `to_append`. Parks.
Result<void> write_file(std::string_view path, std::string_view text, OpenFlags flags = to_replace);
/// All entries of a directory without . and .., by name. Parks.
Result<std::vector<DirectoryEntry>> list_directory(std::string_view path);

}  // namespace fibrix
