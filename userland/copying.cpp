#include "userland/copying.hpp"

namespace fibrix {
namespace {

bool copy_link(Tool& tool, const std::string& from, const std::string& to) {
    const auto target = sys::readlink(from);
    return tool.check(target, from) && tool.check(sys::symlink(*target, to), to);
}

bool make_directory(Tool& tool, const std::string& path, std::uint32_t mode) {
    const auto made = sys::mkdir(path, mode);
    if (made || made.error() != Errno::exist) return tool.check(made, path);
    const auto there = sys::stat(path);
    return there && there->type == FileType::directory ? true : tool.check(made, path);
}

}  // namespace

bool copy_file(Tool& tool, const std::string& from, const std::string& to) {
    const auto source = File::open(from);
    if (!tool.check(source, from)) return false;
    const auto status = source->status();
    if (!tool.check(status, from)) return false;
    if (const auto there = sys::stat(to); there && there->device == status->device && there->number == status->number) {
        tool.complain(fmt::format("'{}' and '{}' are the same file", from, to));
        return false;
    }
    const auto target = File::open(to, to_replace, status->mode);
    if (!tool.check(target, to)) return false;
    bool written = true;
    const auto write = [&](std::string_view piece) { return written = tool.check(target->write(piece), to); };
    return tool.for_each_piece(source->handle(), from, write) && written;
}

bool copy_attributes(Tool& tool, const FileStatus& of, const std::string& to) {
    if (of.type == FileType::link) return true;  // it has none that matter
    return tool.check(sys::chmod(to, of.mode), to) && tool.check(sys::utimes(to, of.modified), to);
}

// Not by recursion: a tree can be deeper than a stack.
bool copy_tree(Tool& tool, const std::string& from, const std::string& to, bool attributes) {
    if (const auto place = to + "/"; place.starts_with(from + "/")) {
        tool.complain(fmt::format("'{}' cannot be copied into itself, '{}'", from, to));
        return false;
    }
    bool all = true;
    std::vector<std::pair<std::string, std::string>> left{{from, to}};
    std::vector<std::pair<FileStatus, std::string>> made;  // those of directories change until all is in them
    while (!left.empty()) {
        const auto [source, target] = std::move(left.back());
        left.pop_back();
        const auto status = sys::lstat(source);
        if (!tool.check(status, source)) return false;
        if (attributes) made.emplace_back(*status, target);
        if (status->type == FileType::link) {
            all = copy_link(tool, source, target) && all;
        } else if (status->type != FileType::directory) {
            all = copy_file(tool, source, target) && all;
        } else {
            const auto entries = list_directory(source);
            if (!tool.check(entries, source) || !make_directory(tool, target, status->mode)) {
                all = false;
                continue;
            }
            for (const auto& entry : *entries)
                left.emplace_back(join_path(source, entry.name), join_path(target, entry.name));
        }
    }
    for (auto each = made.rbegin(); all && each != made.rend(); ++each)
        all = copy_attributes(tool, each->first, each->second);
    return all;
}

}  // namespace fibrix
