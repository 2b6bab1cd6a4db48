// The states of a task, and which may follow which.
//
//     created → ready → running → requesting → { ready, sleeping, waiting } → … → zombie
//
// `requesting` lies between taking a request and carrying it out: the kernel knows what the task wants next, before
// it takes effect. A request that is answered within the quantum leads straight back to `running`. Where requests are
// held (held.cpp) a task is `requesting` until it is picked, and may be so again when a wait of two parts is half over.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace fibrix {

enum class State : std::uint8_t { created, ready, running, requesting, sleeping, waiting, zombie };
inline constexpr std::size_t state_count = 7;

namespace detail {

constexpr std::uint8_t bit(State state) noexcept {
    return static_cast<std::uint8_t>(1u << static_cast<unsigned>(state));
}

inline constexpr std::array<std::uint8_t, state_count> legal_next{
    bit(State::ready) | bit(State::zombie),                           // created
    bit(State::running) | bit(State::zombie),                         // ready
    bit(State::requesting) | bit(State::zombie) | bit(State::ready),  // running; ready: begins again
    bit(State::running) | bit(State::ready) | bit(State::sleeping) | bit(State::waiting) | bit(State::zombie),
    bit(State::ready) | bit(State::waiting) | bit(State::requesting) |
        bit(State::zombie),                                           // sleeping; a filter's delay
    bit(State::ready) | bit(State::requesting) | bit(State::zombie),  // waiting
    0,                                                                // zombie
};

}  // namespace detail

[[nodiscard]] constexpr bool may_follow(State from, State to) noexcept {
    return (detail::legal_next[static_cast<std::size_t>(from)] & detail::bit(to)) != 0;
}

/// One bit for each state that may come before `to`.
[[nodiscard]] constexpr std::uint32_t may_precede(State to) noexcept {
    std::uint32_t before = 0;
    for (std::size_t from = 0; from < state_count; ++from)
        if (may_follow(static_cast<State>(from), to)) before |= 1u << from;
    return before;
}

constexpr std::string_view to_string(State state) noexcept {
    constexpr std::array<std::string_view, state_count> names{"created",  "ready",   "running", "requesting",
                                                              "sleeping", "waiting", "zombie"};
    return names[static_cast<std::size_t>(state)];
}

}  // namespace fibrix
