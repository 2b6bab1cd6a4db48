// Mounts a filesystem, or says what is mounted.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

void list_mounts(Tool& tool) {
    const auto text = read_file("/proc/mounts");
    if (!tool.check(text, "/proc/mounts")) return;
    std::vector<std::string> columns(1);
    for (const char c : *text) {
        if (c == '\t') columns.emplace_back();
        else if (c != '\n') columns.back() += c;
        if (c != '\n' || columns.size() < 4) continue;
        tool.print("{} on {} type {} ({})\n", columns[0], columns[1], columns[2], columns[3]);
        columns.assign(1, {});
    }
}

int mount(Arguments& arguments) {
    std::string type, options, source, target;
    bool read_only = false;
    arguments.option("-t,--types", type,
                     "hostfs (SOURCE: a directory of the host), ramfs (SOURCE: its size, such as 64M), procfs …");
    arguments.option("-o,--options", options, "ro or rw");
    arguments.flag("-r,--read-only", read_only, "so that nothing can be changed");
    arguments.word("source", source, "what to mount", false);
    arguments.word("target", target, "the directory where", false);
    if (const auto done = arguments.parse()) return *done;
    Tool tool("mount");
    if (source.empty()) {
        list_mounts(tool);
        return tool.finish();
    }
    if (target.empty()) return tool.refuse("where?");
    if (type.empty()) return tool.refuse("-t says of what type it is");
    if (!options.empty() && options != "ro" && options != "rw")
        return tool.refuse(fmt::format("-o: '{}' is neither ro nor rw", options));
    const auto mounted = sys::mount(type, source, target, read_only || options == "ro");
    if (!mounted && mounted.error() == Errno::nodev) tool.complain(fmt::format("there is no type '{}'", type));
    else if (!mounted && mounted.error() == Errno::inval)
        tool.complain(fmt::format("'{}' is no source for {}", source, type));
    else if (!mounted) tool.complain(fmt::format("{} at {}: {}", source, target, describe(mounted.error())));
    return tool.finish();
}

const Program program{"mount", "Mounts a filesystem, or says what is mounted.", mount};

}  // namespace
