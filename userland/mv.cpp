// Renames files, or moves them; to another filesystem by copying.

#include "userland/copying.hpp"

namespace {

using namespace fibrix;

// After a copy that has worked: a process of its own, whose business it is.
void remove(Tool& tool, const std::string& path) {
    const auto id = sys::start("rm", std::vector<std::string>{"-r", "--", path});
    if (!tool.check(id, path)) return;
    if (!sys::wait(*id).value().ok()) tool.fail();
}

void move(Tool& tool, const std::string& source, const std::string& target) {
    const auto place = place_for(target, source);
    const auto renamed = sys::rename(source, place);
    if (!renamed && renamed.error() == Errno::inval)
        return tool.complain(fmt::format("'{}' cannot be moved into itself, '{}'", source, place));
    if (renamed || renamed.error() != Errno::xdev) {
        tool.check(renamed, source);
        return;
    }
    if (copy_tree(tool, source, place)) remove(tool, source);
}

int mv(Arguments& arguments) {
    bool force = true;
    std::vector<std::string> paths;
    arguments.flag("-f,--force", force, "ask nobody, as always");
    arguments.words("paths", paths, "what to move, and last where to: a name, or a directory", true);
    if (const auto done = arguments.parse()) return *done;
    Tool tool("mv");
    if (paths.size() < 2) return tool.refuse("where to?");
    const auto target = take_target(tool, paths);
    if (!target) return tool.finish();
    for (const auto& source : paths) move(tool, source, *target);
    return tool.finish();
}

const Program program{"mv", "Renames or moves files.", mv};

}  // namespace
