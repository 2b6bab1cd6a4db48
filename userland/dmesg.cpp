// Prints what the kernel has said lately.

#include <sstream>

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

struct Notice {
    std::string seconds, level, task, program, text;
};

Notice parse(const std::string& line) {
    Notice notice;
    std::istringstream fields(line);
    for (auto* field : {&notice.seconds, &notice.level, &notice.task, &notice.program})
        std::getline(fields, *field, '\t');
    std::getline(fields, notice.text);
    return notice;
}

int dmesg(Arguments& arguments) {
    std::string level;
    bool raw = false;
    arguments.option("-l,--level", level, "only those of one level: info, warning or error");
    arguments.flag("-r,--raw", raw, "as they stand in /proc/kmsg");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("dmesg");
    constexpr std::array<std::string_view, 5> levels{"", "debug", "info", "warning", "error"};
    if (std::find(levels.begin(), levels.end(), level) == levels.end())
        return tool.refuse(fmt::format("--level: '{}' is none of debug, info, warning, error", level));
    const auto text = read_file("/proc/kmsg");
    if (!tool.check(text, "/proc/kmsg")) return tool.finish();
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
        const auto notice = parse(line);
        if (!level.empty() && notice.level != level) continue;
        if (raw) tool.print("{}\n", line);
        else
            tool.print("[{:>12}] {}: {}\n", notice.seconds,
                       notice.task == "-" ? "kernel" : fmt::format("task {} ({})", notice.task, notice.program),
                       notice.text);
    }
    return tool.finish();
}

const Program program{"dmesg", "Prints what the kernel has said lately.", dmesg};

}  // namespace
