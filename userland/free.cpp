// Says how much memory is used.

#include "userland/tasks.hpp"
#include "userland/tool.hpp"

namespace {

using namespace fibrix;

int free_(Arguments& arguments) {
    bool human = false;
    arguments.flag("-h,--human", human, "with K, M, G");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("free");
    const auto values = read_values("/proc/meminfo");
    if (!tool.check(values, "/proc/meminfo")) return tool.finish();
    const auto size = [&](const char* name) {
        const auto kilobytes = number_of(*values, name);
        return human ? size_in_words(kilobytes * 1024) : std::to_string(kilobytes);
    };
    constexpr auto row = "{:<10} {:>12} {:>12} {:>12}\n";
    tool.print(row, "", human ? "total" : "total kB", "used", "free");
    tool.print(row, "Files", size("FilesTotal"), size("FilesUsed"), size("FilesFree"));
    tool.print(row, "Processes", "", size("Processes"), "");
    tool.print("{} tasks on {} stacks\n", number_of(*values, "Tasks"), number_of(*values, "Stacks"));
    return tool.finish();
}

const Program program{"free", "Says how much memory files and processes use.", free_};

}  // namespace
