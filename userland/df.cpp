// Says how full the filesystems are.

#include <sstream>

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

std::string in_units(std::uint64_t bytes, bool human) {
    return human ? size_in_words(bytes) : std::to_string((bytes + 1023) / 1024);
}

// The third column of what /proc/mounts says.
std::vector<std::string> mount_points(Tool& tool) {
    const auto text = read_file("/proc/mounts");
    std::vector<std::string> targets;
    if (!tool.check(text, "/proc/mounts")) return targets;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
        const auto begin = line.find('\t') + 1;
        targets.push_back(line.substr(begin, line.find('\t', begin) - begin));
    }
    return targets;
}

int df(Arguments& arguments) {
    bool human = false, all = false;
    std::vector<std::string> paths;
    arguments.flag("-h,--human-readable", human, "with K, M, G");
    arguments.flag("-a,--all", all, "also those without room of their own");
    arguments.words("paths", paths, "only those that these lie in");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("df");
    constexpr auto row = "{:<12} {:<8} {:>12} {:>12} {:>12} {:>5} {}\n";
    tool.print(row, "Filesystem", "Type", human ? "Size" : "1K-blocks", "Used", "Available", "Use%", "Mounted on");
    const bool listed = paths.empty();
    for (const auto& path : listed ? mount_points(tool) : paths) {
        const auto status = sys::statfs(path);
        if (!tool.check(status, path) || (status->total == 0 && listed && !all)) continue;
        const auto share = status->total == 0 ? 0 : (status->used * 100 + status->total - 1) / status->total;
        tool.print(row, status->source.empty() ? status->type : status->source, status->type,
                   in_units(status->total, human), in_units(status->used, human),
                   in_units(status->total - status->used, human), fmt::format("{}%", share), status->target);
    }
    return tool.finish();
}

const Program program{"df", "Says how full the filesystems are.", df};

}  // namespace
