// What a process may have of what all share, and what it has of memory.
#pragma once

#include <cstddef>
#include <limits>

#include "kernel/time.hpp"

namespace fibrix {

/// A child begins with its parent's. What is over a limit is refused with the error that the request declares.
struct Limits {
    std::size_t handles = std::size_t{1} << 20;                    ///< open at the same time: EMFILE
    std::size_t tasks = std::size_t{1} << 24;                      ///< living at the same time: EAGAIN
    std::size_t memory = std::numeric_limits<std::size_t>::max();  ///< bytes of stacks, pipes and ports: EAGAIN, ENOMEM
    Duration cpu = Duration::max();                                ///< time running: then comes SIGXCPU
};

/// The memory that a process has asked the kernel for. What it pays for may outlive it.
class Account {
public:
    /// False if that would be too much.
    [[nodiscard]] bool charge(std::size_t bytes) noexcept {
        if (bytes > limit_ || used_ > limit_ - bytes) return false;
        used_ += bytes;
        return true;
    }
    void give_back(std::size_t bytes) noexcept { used_ -= bytes; }
    void limit(std::size_t bytes) noexcept { limit_ = bytes; }
    [[nodiscard]] std::size_t used() const noexcept { return used_; }

private:
    std::size_t used_ = 0;
    std::size_t limit_ = std::numeric_limits<std::size_t>::max();
};

}  // namespace fibrix
