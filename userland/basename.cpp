// Prints what is behind the last slash of a path.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

int basename_main(Arguments& arguments) {
    bool all = false;
    std::string suffix;
    std::vector<std::string> paths;
    arguments.flag("-a,--multiple", all, "all words are paths");
    arguments.option("-s,--suffix", suffix, "an end that is left out too; then all words are paths");
    arguments.words("paths", paths, "a path, and perhaps an end that is left out too", true);
    if (const auto done = arguments.parse()) return *done;
    Tool tool("basename");
    if (!all && suffix.empty()) {
        if (paths.size() > 2) return tool.refuse(fmt::format("unexpected argument '{}'", paths[2]));
        if (paths.size() == 2) suffix = paths[1];
        paths.resize(1);
    }
    for (const auto& path : paths) {
        auto name = base_name(path);
        if (name != suffix && name.ends_with(suffix)) name.remove_suffix(suffix.size());
        tool.print("{}\n", name);
    }
    return tool.finish();
}

const Program program{"basename", "Prints what is behind the last slash of a path.", basename_main};

}  // namespace
