// How a run ended.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fibrix {

struct Verdict {
    enum class Kind : std::uint8_t {
        done,         // every task that keeps a run alive has ended
        deadlock,     // nothing is ready, asleep or in flight, and somebody waits
        interrupted,  // a person asked for the end
    };
    Kind kind = Kind::done;
    std::string text;  ///< a deadlock: who waits for whom, a line each
};

std::string_view to_string(Verdict::Kind kind) noexcept;

/// What one step of the mainloop has come to.
enum class Step : std::uint8_t {
    ran,    // a task was dispatched, or something arrived
    idle,   // nothing is ready, but something is asleep or in flight
    ended,  // there is a verdict
};

}  // namespace fibrix
