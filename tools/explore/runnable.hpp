// What can be run again and again: a subject's tasks, or a program.
#pragma once

#include <string>

#include "kernel/kernel.hpp"

namespace fibrix::explore {

class Runnable {
public:
    Runnable() = default;
    Runnable(const Runnable&) = delete;
    Runnable& operator=(const Runnable&) = delete;
    virtual ~Runnable() = default;

    [[nodiscard]] virtual std::string name() const = 0;
    /// Starts it, in a kernel where nothing else runs and everything is new.
    virtual void begin(Kernel& kernel) = 0;
    /// All have ended: what is wrong with what they have left, or nothing.
    virtual std::string check() = 0;
    /// What it has left behind that was to be given back, or nothing.
    virtual std::string leaks() { return {}; }
    /// Nothing of it runs any more, but what cannot be ended: makes the kernel new for the next time.
    virtual void clear(Kernel& kernel) = 0;
    /// What is wrong with the way in which `task` has ended, or nothing; its record may be free already.
    [[nodiscard]] virtual std::string blame(const Task& task, std::uint32_t number) const = 0;
    [[nodiscard]] virtual std::string name_of(std::uint32_t task) const = 0;
    /// The first slot whose task counts: below are those that never run.
    [[nodiscard]] virtual std::uint32_t first_slot() const noexcept { return 1; }
};

}  // namespace fibrix::explore
