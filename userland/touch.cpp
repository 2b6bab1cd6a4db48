// Makes files, or says of those that are there that they were modified now.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

void touch_file(Tool& tool, const std::string& path, bool only_there) {
    const auto done = sys::utimes(path, sys::calendar());
    if (done || done.error() != Errno::noent) {
        tool.check(done, path);
        return;
    }
    if (!only_there) tool.check(File::open(path, OpenFlags::write | OpenFlags::create), path);
}

int touch(Arguments& arguments) {
    bool only_there = false;
    std::vector<std::string> paths;
    arguments.flag("-c,--no-create", only_there, "make none");
    arguments.words("paths", paths, "files", true);
    if (const auto done = arguments.parse()) return *done;
    Tool tool("touch");
    for (const auto& path : paths) touch_file(tool, path, only_there);
    return tool.finish();
}

const Program program{"touch", "Makes files, or sets when they were modified.", touch};

}  // namespace
