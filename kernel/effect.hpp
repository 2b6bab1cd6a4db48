// What a request does to the world outside the run, for journal and replay.
#pragma once

#include <cstdint>
#include <string_view>

namespace fibrix {

enum class Effect : std::uint8_t {
    internal,    // within this system only
    observing,   // learns something from outside
    idempotent,  // acts outside; doing it again with the same key changes nothing
    unsafe,      // acts outside, and cannot be repeated
};
std::string_view to_string(Effect effect) noexcept;

/// What carrying out a request has led to.
enum class Outcome : std::uint8_t {
    answered,   // the result is in the frame
    yielded,    // the same, and the task gives up the rest of its quantum
    parked,     // the task waits; the request is carried out again when somebody calls
    unwind,     // the task ends
    computing,  // the task keeps a processor for a while, and then has its answer, which is in the frame
    held,       // of a parked request where requests are held: its wait is over, the rest is a step of its own
};

}  // namespace fibrix
