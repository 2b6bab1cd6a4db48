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
    std::string target = ".";
    if (paths.size() > 1) {
        target = std::move(paths.back());
        paths.pop_back();
    }
    const auto status = sys::stat(target);
    if (paths.size() > 1 && (!status || status->type != FileType::directory)) {
        tool.complain(target, Errno::notdir);
        return tool.finish();
    }
    for (const auto& source : paths) {
        const auto place = place_for(target, source);
        if (force) (void)sys::unlink(place);
        tool.check(symbolic ? sys::symlink(source, place) : sys::link(source, place), place);
    }
    return tool.finish();
}

const Program program{"ln", "Gives files more names, or makes symbolic links.", ln};

}  // namespace
