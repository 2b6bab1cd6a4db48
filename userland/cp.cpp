// Copies files, and with -r trees.

#include "userland/copying.hpp"

namespace {

using namespace fibrix;

void copy(Tool& tool, const std::string& source, const std::string& target, bool recursive, bool attributes) {
    const auto status = recursive ? sys::lstat(source) : sys::stat(source);
    if (!tool.check(status, source)) return;
    if (status->type == FileType::directory && !recursive)
        return tool.complain(fmt::format("{}: is a directory (-r copies it)", source));
    const auto place = place_for(target, source);
    if (recursive && status->type != FileType::regular) copy_tree(tool, source, place, attributes);
    else if (copy_file(tool, source, place) && attributes) copy_attributes(tool, *status, place);
}

int cp(Arguments& arguments) {
    bool recursive = false, attributes = false, archive = false;
    std::vector<std::string> paths;
    arguments.flag("-r,-R,--recursive", recursive, "directories too, with all that is in them");
    arguments.flag("-p,--preserve", attributes, "with the mode and the time of the last change");
    arguments.flag("-a,--archive", archive, "-r and -p");
    arguments.words("paths", paths, "what to copy, and last where to: a name, or a directory", true);
    if (const auto done = arguments.parse()) return *done;
    Tool tool("cp");
    if (paths.size() < 2) return tool.refuse("where to?");
    const auto target = take_target(tool, paths);
    if (!target) return tool.finish();
    for (const auto& source : paths) copy(tool, source, *target, recursive || archive, attributes || archive);
    return tool.finish();
}

const Program program{"cp", "Copies files and trees.", cp};

}  // namespace
