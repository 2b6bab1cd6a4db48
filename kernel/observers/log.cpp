#include "kernel/observers/log.hpp"

#include <fmt/format.h>

namespace fibrix {

void LogObserver::transition(const Task& task, State from, State to) {
    if (logger_->should_log(spdlog::level::trace))
        line(spdlog::level::trace, &task, fmt::format("{} -> {}", to_string(from), to_string(to)));
}

void LogObserver::taken(const Task& task, const Syscall& syscall, const Trap& trap) {
    std::string text;
    syscall.print_request(trap, text);
    line(spdlog::level::debug, &task, text);
}

void LogObserver::answered(const Task& task, const Syscall& syscall, const Trap& trap) {
    std::string text(syscall.name);
    text += " = ";
    syscall.print_result(trap, text);
    line(spdlog::level::debug, &task, text);
}

void LogObserver::notice(Level level, const Task* task, std::string_view text) {
    constexpr spdlog::level::level_enum levels[] = {spdlog::level::trace, spdlog::level::debug, spdlog::level::info,
                                                    spdlog::level::warn, spdlog::level::err};
    line(levels[static_cast<std::size_t>(level)], task, text);
}

void LogObserver::line(spdlog::level::level_enum level, const Task* task, std::string_view text) {
    if (!logger_->should_log(level)) return;
    // A look of its own: the kernel's is as old as its last poll.
    const auto now = static_cast<double>(kernel_.world().glance().time_since_epoch().count()) / 1e9;
    const auto whose =
        task == nullptr ? std::string("kernel") : fmt::format("task {} ({})", to_string(task->id), task->process->name);
    logger_->log(level, "[{:12.6f}] {} {}: {}", now, kernel_name_, whose, text);
}

}  // namespace fibrix
