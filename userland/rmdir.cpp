// Removes empty directories.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

int rmdir(Arguments& arguments) {
    bool parents = false;
    std::vector<std::string> paths;
    arguments.flag("-p,--parents", parents, "then also those above");
    arguments.words("paths", paths, "empty directories", true);
    if (const auto done = arguments.parse()) return *done;
    Tool tool("rmdir");
    for (std::string path : paths)
        while (tool.check(sys::rmdir(path), path) && parents) {
            path = directory_name(path);
            if (path == "." || path == "/") break;
        }
    return tool.finish();
}

const Program program{"rmdir", "Removes empty directories.", rmdir};

}  // namespace
