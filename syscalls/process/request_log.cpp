#include "syscalls/process/request_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "kernel/kernel.hpp"

namespace fibrix {

void RequestLines::add(std::string_view line) {
    if (text_.size() + line.size() > capacity) {
        ++lost_;
        return;
    }
    if (lost_ > 0)
        text_ += fmt::format("... {} requests were lost: the log is read too slowly\n", std::exchange(lost_, 0));
    text_ += line;
    kernel_.wake_all(readers_);
}

void RequestLines::end() {
    ended_ = true;
    kernel_.wake_all(readers_);
}

Outcome RequestLines::read(Io& io) {
    if (io.into.empty()) return io.done(0);
    if (!io.first_in(readers_)) return io.park(readers_);
    if (text_.empty()) return ended_ ? io.done(0) : io.park(readers_);
    const auto count = std::min(io.into.size(), text_.size());
    std::memcpy(io.into.data(), text_.data(), count);
    text_.erase(0, count);
    return io.done(count);
}

void RequestLines::cancel_readers() { kernel_.cancel_all(readers_); }

RequestLogFilter::~RequestLogFilter() {
    for (const auto& [task, request] : pending_) lines_->add(request + " = ?\n");
    lines_->end();
}

// The request of `task` that has no result yet; empty if there is none.
std::string RequestLogFilter::take_pending(const Task& task) {
    const auto known =
        std::find_if(pending_.begin(), pending_.end(), [&](auto& each) { return each.first == task.id; });
    if (known == pending_.end()) return {};
    std::string text = std::move(known->second);
    pending_.erase(known);
    return text;
}

FilterDecision RequestLogFilter::taken(Task& task, const Syscall& syscall, Trap& trap) {
    // The same again was held back; after another one there was no result: exec, when it succeeds, has none.
    std::string text;
    if (&task != task.process->first) text = fmt::format("[{}] ", to_string(task.id));
    syscall.print_request(trap, text);
    if (const auto before = take_pending(task); !before.empty() && before != text) lines_->add(before + " = ?\n");
    pending_.emplace_back(task.id, std::move(text));
    return FilterDecision::pass();
}

void RequestLogFilter::delivered(Task& task, const Syscall& syscall, Trap& trap) {
    std::string line = take_pending(task);
    if (line.empty()) return;  // it was made before the log began
    line += " = ";
    syscall.print_result(trap, line);
    lines_->add(line + "\n");
}

RequestLog::RequestLog(Kernel& kernel, Process& process)
    : OpenFile(FileType::pipe, kind),
      kernel_(kernel),
      process_(process.id),
      lines_(std::make_shared<RequestLines>(kernel)) {
    auto filter = make_object<RequestLogFilter>(lines_);
    filter_ = filter.get();
    process.filters.emplace_back(std::move(filter));
    for (Task* task = process.tasks.front(); task != nullptr; task = List<Task, &Task::member>::next(*task))
        task->need(Attention::filtered);
}

RequestLog::~RequestLog() {
    if (Process* process = kernel_.find_process(process_))
        std::erase_if(process->filters, [&](const auto& each) { return each.get() == filter_; });
    lines_->cancel_readers();
}

std::string RequestLog::describe() const { return "request log of " + to_string(process_); }

}  // namespace fibrix
