// Gives files more names, or makes symbolic links to them.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

int ln(Arguments& arguments) {
    bool symbolic = false, force = false;
    std::vector<std::string> paths;
    arguments.flag("-s,--symbolic", symbolic, "symbolic links");
    arguments.flag("-f,--force", force, "remove what has the name already");
    arguments.words("paths", paths, "to what, and last the name, or a directory for it", true);
    if (const auto done = arguments.parse()) return *done;
    Tool tool("ln");
    if (paths.size() == 1) paths.emplace_back(".");
    const auto target = take_target(tool, paths);
    if (!target) return tool.finish();
    for (const auto& source : paths) {
        const auto place = place_for(*target, source);
        if (force) (void)sys::unlink(place);
        tool.check(symbolic ? sys::symlink(source, place) : sys::link(source, place), place);
    }
    return tool.finish();
}

const Program program{"ln", "Gives files more names, or makes symbolic links.", ln};

}  // namespace
