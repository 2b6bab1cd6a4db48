#include "syscalls/path/file_stream.hpp"

#include <algorithm>

#include "syscalls/console/console.hpp"

namespace fibrix {

Result<File> File::open(std::string_view path, OpenFlags flags, std::uint32_t mode) {
    const auto handle = sys::open(path, flags, mode);
    if (!handle) return handle.error();
    return File(*handle);
}

Result<std::string> File::read_all() const {
    constexpr std::size_t piece = 64 * 1024;
    std::string text;
    for (;;) {
        const auto size = text.size();
        text.resize(size + piece);
        const auto got = read(std::as_writable_bytes(std::span(text).subspan(size)));
        if (!got) return got.error();
        text.resize(size + *got);
        if (*got == 0) return text;
    }
}

Result<void> File::write(std::string_view text) const { return sys::write_all(handle(), text); }

Result<std::string> read_file(std::string_view path) {
    auto file = File::open(path);
    if (!file) return file.error();
    return file->read_all();
}

Result<void> write_file(std::string_view path, std::string_view text, OpenFlags flags) {
    auto file = File::open(path, flags);
    if (!file) return file.error();
    return file->write(text);
}

Result<std::vector<DirectoryEntry>> list_directory(std::string_view path) {
    auto directory = File::open(path, to_list);
    if (!directory) return directory.error();
    std::vector<DirectoryEntry> all;
    for (;;) {
        auto some = sys::readdir(directory->handle());
        if (!some) return some.error();
        if (some->empty()) break;
        all.insert(all.end(), std::make_move_iterator(some->begin()), std::make_move_iterator(some->end()));
    }
    std::sort(all.begin(), all.end(), [](auto& a, auto& b) { return a.name < b.name; });
    return all;
}

}  // namespace fibrix
