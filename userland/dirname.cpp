// Prints what is before the last slash of paths.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

int dirname_main(Arguments& arguments) {
    std::vector<std::string> paths;
    arguments.words("paths", paths, "paths", true);
    if (const auto done = arguments.parse()) return *done;
    for (const auto& path : paths) sys::print("{}\n", directory_name(path));
    return 0;
}

const Program program{"dirname", "Prints what is before the last slash of paths.", dirname_main};

}  // namespace
