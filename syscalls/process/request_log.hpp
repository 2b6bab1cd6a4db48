// In the kernel: the log of what a process asks for, a line for each request with its result. `strace` reads it.
//
// A filter of the process writes it, and lets everything pass. Who reads too slowly loses lines, and is told how many.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kernel/filter.hpp"
#include "kernel/id.hpp"
#include "kernel/wait_queue.hpp"
#include "syscalls/file/open_file.hpp"

namespace fibrix {

struct Process;

/// What the filter writes and the file reads.
class RequestLines {
public:
    static constexpr std::size_t capacity = 1 << 20;

    explicit RequestLines(Kernel& kernel) noexcept : kernel_(kernel) {}
    RequestLines(const RequestLines&) = delete;
    RequestLines& operator=(const RequestLines&) = delete;

    void add(std::string_view line);
    void end();
    Outcome read(Io& io);
    void cancel_readers();
    [[nodiscard]] bool readable() const noexcept { return ended_ || !text_.empty(); }
    [[nodiscard]] WaitQueue& readers() noexcept { return readers_; }

private:
    Kernel& kernel_;
    std::string text_;
    std::size_t lost_ = 0;
    bool ended_ = false;
    WaitQueue readers_;
};

class RequestLogFilter final : public Filter {
public:
    explicit RequestLogFilter(std::shared_ptr<RequestLines> lines) noexcept : lines_(std::move(lines)) {}
    ~RequestLogFilter() override;

    FilterDecision taken(Task& task, const Syscall& syscall, Trap& trap) override;
    void delivered(Task& task, const Syscall& syscall, Trap& trap) override;
    [[nodiscard]] std::string describe() const override { return "request log"; }

private:
    std::string take_pending(const Task& task);

    std::shared_ptr<RequestLines> lines_;
    std::vector<std::pair<TaskId, std::string>> pending_;  // who waits for a result, and the request
};

class RequestLog final : public OpenFile {
public:
    static inline const ObjectKind kind{"request log", &OpenFile::kind};

    /// Begins to log what `process` asks for.
    RequestLog(Kernel& kernel, Process& process);
    ~RequestLog() override;

    Outcome read(Io& io) override { return lines_->read(io); }
    [[nodiscard]] bool ready(Readiness what) const override { return what == Readiness::reading && lines_->readable(); }
    [[nodiscard]] WaitQueue* queue(Readiness what) override {
        return what == Readiness::reading ? &lines_->readers() : nullptr;
    }
    [[nodiscard]] std::string describe() const override;

private:
    Kernel& kernel_;
    TaskId process_;
    std::shared_ptr<RequestLines> lines_;
    Object* filter_;  // while the process is there
};

}  // namespace fibrix
