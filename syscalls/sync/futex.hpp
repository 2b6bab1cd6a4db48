// A futex: a word, and a queue of those who wait for it to change. What programs make their own ways to agree of.
//
// A wake-up is a hand-over: a task that was woken returns from its wait with success, whatever has happened since.
// So whoever wakes can give something away (a permit, a lock) and be sure that it arrives.
#pragma once

#include "kernel/wait_queue.hpp"
#include "syscalls/request.hpp"

namespace fibrix {

struct Futex {
    std::uint32_t word = 0;
    WaitQueue waiters;
};

namespace sys {

struct FutexWait {
    using Result = void;
    Local<Futex*> futex;
    std::uint32_t expected = 0;
    Deadline deadline{};
    static constexpr SyscallNumber number = family_sync + 5;
    static constexpr std::string_view help = "Waits on a futex until it is woken, if its word is still `expected`.";
    static constexpr std::array errors{Errno::again, Errno::timedout, Errno::canceled};
    static constexpr bool parks = true;
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(call.request().futex.value); }
    static Outcome carry_out(auto& call) {
        auto& futex = *call.request().futex.value;
        if (call.waiting() && !call.expired()) return call.answer();
        if (!call.waiting() && futex.word != call.request().expected) return call.fail(Errno::again);
        return call.park(futex.waiters);
    }
};
BOOST_DESCRIBE_STRUCT(FutexWait, (), (futex, expected, deadline))
/// Parks. Errors: EAGAIN (the word is another already), ETIMEDOUT, ECANCELED.
inline constexpr Syscaller<FutexWait> futex_wait;

struct FutexWake {
    using Result = std::uint32_t;
    Local<Futex*> futex;
    std::uint32_t count = 1;
    static constexpr SyscallNumber number = family_sync + 6;
    static constexpr std::string_view help =
        "Wakes up to `count` waiters of a futex, the longest waiting first; gives how many.";
    static constexpr auto errors = no_errors;
    static constexpr bool release = true;
    static void footprint(auto& call, Footprint& footprint) { footprint.writes(call.request().futex.value); }
    static Outcome carry_out(auto& call) {
        std::uint32_t woken = 0;
        while (woken < call.request().count && call.kernel().wake_one(call.request().futex.value->waiters)) ++woken;
        return call.answer(woken);
    }
};
BOOST_DESCRIBE_STRUCT(FutexWake, (), (futex, count))
/// Never parks.
inline constexpr Syscaller<FutexWake> futex_wake;

}  // namespace sys

}  // namespace fibrix
