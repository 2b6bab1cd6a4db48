// Makes directories.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

// Every directory on the way, from the top; those that are there already are all right.
void make_with_parents(Tool& tool, const std::string& path) {
    for (std::size_t end = 0; end != path.npos;) {
        end = path.find('/', path.find_first_not_of('/', end));
        const auto made = sys::mkdir(std::string_view(path).substr(0, end));
        if (made || made.error() == Errno::exist || made.error() == Errno::rofs) continue;
        return tool.complain(path, made.error());
    }
    const auto status = sys::stat(path);
    if (!tool.check(status, path)) return;
    if (status->type != FileType::directory) tool.complain(path, Errno::exist);
}

int mkdir(Arguments& arguments) {
    bool parents = false;
    std::vector<std::string> paths;
    arguments.flag("-p,--parents", parents, "also those above; no error if it is there");
    arguments.words("paths", paths, "directories", true);
    if (const auto done = arguments.parse()) return *done;
    Tool tool("mkdir");
    for (const auto& path : paths) {
        if (parents) make_with_parents(tool, path);
        else tool.check(sys::mkdir(path), path);
    }
    return tool.finish();
}

const Program program{"mkdir", "Makes directories.", mkdir};

}  // namespace
