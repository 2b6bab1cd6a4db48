// In the kernel: a transfer of bytes while it is being carried out, as an open file sees it.
#pragma once

#include <optional>
#include <span>

#include "kernel/effect.hpp"
#include "kernel/result.hpp"
#include "kernel/time.hpp"
#include "kernel/world/operation.hpp"

namespace fibrix {

class Kernel;
class WaitQueue;
struct Task;

class Io {
public:
    Io(Kernel& kernel, Task& task, Operation& operation, Deadline deadline) noexcept
        : kernel_(kernel), task_(task), operation_(operation), deadline_(deadline) {}

    std::span<std::byte> into;               ///< where what is read goes
    std::span<const std::byte> from;         ///< what is to be written
    std::optional<std::int64_t> at{};        ///< where in the file; nothing: at the file's own place, which moves on
    Result<std::size_t> result = Errno::io;  ///< how many bytes were transferred

    [[nodiscard]] Kernel& kernel() const noexcept { return kernel_; }
    [[nodiscard]] Task& task() const noexcept { return task_; }
    Outcome done(std::size_t bytes) noexcept {
        result = bytes;
        return Outcome::answered;
    }
    Outcome fail(Errno error) noexcept {
        result = error;
        return Outcome::answered;
    }
    /// Nobody waits at `queue` who came before.
    [[nodiscard]] bool first_in(const WaitQueue& queue) const noexcept;
    /// Waits until `queue` calls; then the transfer is carried out again.
    Outcome park(WaitQueue& queue) const;
    /// Has the World transfer `into` or `from`; called again when that is done.
    Outcome submit(Operation::Code code, Outside descriptor);
    /// For a transfer that has set up its operation itself: true if it is done; else it parks, and is called again.
    [[nodiscard]] bool submit();
    [[nodiscard]] Operation& operation() const noexcept { return operation_; }
    /// The deadline has come: this is the last call, unless it answers.
    [[nodiscard]] bool expired() const noexcept;
    /// Nothing is asked of the World any more; false if that has an answer already.
    bool take_back();

private:
    Kernel& kernel_;
    Task& task_;
    Operation& operation_;
    Deadline deadline_;
};

}  // namespace fibrix
