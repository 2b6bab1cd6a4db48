// A trace: what has happened in a run, event by event. The tracer writes it, the pictures are drawn from it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/state.hpp"
#include "kernel/time.hpp"

namespace fibrix::trace {

/// Which of the trace's tasks.
using TaskIndex = std::uint32_t;
inline constexpr TaskIndex nobody = UINT32_MAX;

struct TracedTask {
    std::string id, process, program;
    friend bool operator==(const TracedTask&, const TracedTask&) = default;
};

struct Event {
    enum class Kind : std::uint8_t {
        state,    // the task has come into `state`; text: why it runs, what it waits for, or how it ended
        request,  // it has made a request; text: the request
        result,   // text: the result of its last request
        given,    // what `cause` has sent before is now the task's; no text
        notice,   // text: a line of the kernel's log; about nobody, or a task
    };
    Time time{};
    TaskIndex task = nobody;
    TaskIndex cause = nobody;  ///< who has brought it about: woken it, started it, sent it something
    std::uint32_t text = 0;    ///< where among the texts; 0 is the empty one
    Kind kind{};
    State state{};
};

class Trace {
public:
    /// How many events and bytes of text there is room for.
    static constexpr std::size_t most_events = 2'000'000, most_text = 256u << 20;

    Trace();

    std::string world, policy;
    std::vector<TracedTask> tasks;

    /// False, and the trace is full for good, if there is no more room.
    bool add(const Event& event);
    /// Where `text` is from now on.
    std::uint32_t add_text(std::string_view text);
    /// The end of the texts, to be written to; `close_text` gives the place of what was written there.
    std::string& open_text() noexcept { return texts_; }
    std::uint32_t close_text(std::size_t begin);

    [[nodiscard]] const std::vector<Event>& events() const noexcept { return events_; }
    [[nodiscard]] std::string_view text(const Event& event) const noexcept { return texts_.data() + event.text; }
    [[nodiscard]] bool full() const noexcept { return full_; }
    [[nodiscard]] bool simulated() const noexcept { return world == "sim"; }

private:
    std::vector<Event> events_;
    std::string texts_;  // each ended by a zero byte
    bool full_ = false;
};

std::string_view to_string(Event::Kind kind) noexcept;

}  // namespace fibrix::trace
