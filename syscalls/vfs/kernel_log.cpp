#include "syscalls/vfs/kernel_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace fibrix {

void KernelLog::notice(Level level, const Task* task, std::string_view text) {
    constexpr std::array<std::string_view, 5> names{"trace", "debug", "info", "warning", "error"};
    const auto seconds = std::chrono::duration<double>(kernel_.now().time_since_epoch()).count();
    auto line = fmt::format("{:.6f}\t{}\t{}\t{}\t", seconds, names[static_cast<std::size_t>(level)],
                            task == nullptr ? "-" : to_string(task->id), task == nullptr ? "-" : task->process->name);
    line += text.substr(0, longest);
    std::replace(line.begin(), line.end(), '\n', ' ');  // one line is one notice
    if (lines_.size() == most) lines_.pop_front();
    lines_.push_back(line + "\n");
}

std::string KernelLog::text() const {
    std::string all;
    for (const auto& line : lines_) all += line;
    return all;
}

}  // namespace fibrix
