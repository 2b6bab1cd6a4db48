// Removes files, and with -r directories with all that is in them.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

// Not by recursion: a tree can be deeper than a stack.
void remove_tree(Tool& tool, const std::string& top) {
    struct Level {
        std::string path;
        std::vector<DirectoryEntry> left;
    };
    std::vector<Level> levels;
    const auto enter = [&](std::string path) {
        auto entries = list_directory(path);
        if (tool.check(entries, path)) levels.push_back({std::move(path), std::move(*entries)});
    };
    enter(top);
    while (!levels.empty()) {
        auto& level = levels.back();
        if (level.left.empty()) {
            tool.check(sys::rmdir(level.path), level.path);
            levels.pop_back();
            continue;
        }
        const auto entry = std::move(level.left.back());
        level.left.pop_back();
        auto path = join_path(level.path, entry.name);
        if (entry.type == FileType::directory) enter(std::move(path));
        else tool.check(sys::unlink(path), path);
    }
}

int rm(Arguments& arguments) {
    bool recursive = false, force = false;
    std::vector<std::string> paths;
    arguments.flag("-r,-R,--recursive", recursive, "also directories with all that is in them");
    arguments.flag("-f,--force", force, "what is not there is no error");
    arguments.words("paths", paths, "what to remove");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("rm");
    if (paths.empty() && !force) return tool.refuse("what?");
    for (const auto& path : paths) {
        const auto name = base_name(path);
        if (name == "." || name == ".." || name == "/") {
            tool.complain(fmt::format("{}: is not removed", path));
            continue;
        }
        const auto status = sys::lstat(path);
        if (!status && force && status.error() == Errno::noent) continue;
        if (!tool.check(status, path)) continue;
        if (status->type == FileType::directory && recursive) remove_tree(tool, path);
        else tool.check(sys::unlink(path), path);
    }
    return tool.finish();
}

const Program program{"rm", "Removes files and trees.", rm};

}  // namespace
