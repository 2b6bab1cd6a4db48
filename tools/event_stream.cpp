#include "tools/event_stream.hpp"

#include <fmt/format.h>

#include "kernel/process.hpp"
#include "kernel/syscall_table.hpp"

namespace fibrix {

void EventStream::line(const Task& task, std::string_view what) {
    if (file_)
        fmt::print(file_.get(), "{:016x} task {} ({}): {}\n", value(), to_string(task.id), task.process->name, what);
}

void EventStream::transition(const Task& task, State from, State to) {
    ChainHash::transition(task, from, to);
    line(task, fmt::format("{} -> {}", to_string(from), to_string(to)));
}

void EventStream::taken(const Task& task, const Syscall& syscall, const Trap& trap) {
    ChainHash::taken(task, syscall, trap);
    std::string text;
    syscall.print_request(trap, text);
    line(task, text);
}

void EventStream::answered(const Task& task, const Syscall& syscall, const Trap& trap) {
    ChainHash::answered(task, syscall, trap);
    std::string text(syscall.name);
    text += " = ";
    syscall.print_result(trap, text);
    line(task, text);
}

void EventStream::decided(const Decision& decision) {
    ChainHash::decided(decision);
    line(*decision.task, fmt::format("runs next, for {} requests", decision.requests));
}

}  // namespace fibrix
