// The World: everything that is outside, and all there is of non-determinism.
//
// Time, I/O, random bytes and free choices enter the kernel here and nowhere else. A World works by completions: an
// operation is submitted, is done at once or pending, and a pending one ends in exactly one completion, which `wait`
// hands over. The host World is Linux; the simulated one is time that jumps.
#pragma once

#include <atomic>
#include <cstddef>
#include <span>
#include <string_view>

#include "kernel/time.hpp"
#include "kernel/world/operation.hpp"

namespace fibrix {

/// What a free choice is about. Each kind draws from a stream of its own.
enum class Choice : std::uint8_t { schedule, completion, fault, program };

class World {
public:
    World() = default;
    World(const World&) = delete;
    World& operator=(const World&) = delete;
    virtual ~World() = default;

    /// Monotonic, from zero. Never blocks.
    virtual Time now() = 0;
    /// The same for whoever only watches, such as the log: no part of a recording. Async-signal-safe.
    virtual Time glance() { return now(); }
    /// Nanoseconds of the calendar clock since 1970; it may jump.
    virtual std::int64_t calendar() = 0;
    /// Begins `operation`. True if it is done; else it is pending and the World's until its completion.
    virtual bool submit(Operation& operation) = 0;
    /// Asks for the end of a pending operation. True if it is done now, failed with ECANCELED, and no completion will
    /// come; false if its completion is still to come. A poll is always done now.
    virtual bool cancel(Operation& operation) = 0;
    /// Hands over what is complete. If nothing is, waits until something is, or `deadline` has come, or a notice of
    /// shutdown arrives; `Time{}` only looks.
    virtual void wait(Time deadline, Operations& completed) = 0;
    /// Whether a pending operation may complete although no task does anything more. The host cannot know.
    [[nodiscard]] virtual bool expects_something() const { return true; }
    /// One of `options` free choices, 0 being the documented order.
    virtual std::size_t choose(Choice kind, std::size_t options) = 0;
    /// Random bytes of the stream named `stream`.
    virtual void entropy(std::uint64_t stream, std::span<std::byte> bytes) = 0;
    /// A person asks for the end. Async-signal-safe; a `wait` that is under way returns.
    virtual void interrupt() noexcept { interrupts_.fetch_add(1, std::memory_order_relaxed); }
    /// How often a person has asked for the end (Ctrl-C, SIGTERM).
    [[nodiscard]] int interrupts() const noexcept { return interrupts_.load(std::memory_order_relaxed); }
    /// What has been typed at the terminal since the last call, once the keyboard is routed: until then Ctrl-C is an
    /// interrupt like any other.
    struct Keyboard {
        bool interrupt = false;  ///< Ctrl-C
        bool suspend = false;    ///< Ctrl-Z
    };
    virtual Keyboard take_keyboard() { return {}; }
    virtual void route_keyboard([[maybe_unused]] bool routed) {}
    /// Ctrl-C or Ctrl-Z was typed. False if nobody takes it, or has not taken the last one. Async-signal-safe.
    virtual bool press([[maybe_unused]] bool suspend) noexcept { return false; }
    /// The host's or the simulation's name, for the log.
    [[nodiscard]] virtual std::string_view name() const noexcept = 0;
    /// Back to the beginning, where that exists: a simulated World starts over, the host goes on.
    virtual void reset() {}

private:
    std::atomic<int> interrupts_{0};
};

}  // namespace fibrix
