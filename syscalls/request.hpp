// A request: the typed thing a program asks of the kernel, and the user-facing function that comes from it.
//
// One syscall is one struct, described once, in one file:
//
//     struct Sleep {
//         using Result = void;
//         Duration duration;
//         static constexpr auto number = family_time + 0;
//         static constexpr std::string_view help = "Suspends the calling task for `duration`.";
//         static constexpr std::array errors{Errno::inval, Errno::canceled};
//         static constexpr bool parks = true;
//         static Outcome carry_out(auto& call) { … }        // runs in the kernel; see call.hpp
//     };
//     BOOST_DESCRIBE_STRUCT(Sleep, (), (duration))
//     inline constexpr Syscaller<Sleep> sleep;
//
// Everything else (dispatch, strace line, wait reason, codec, manual page, JSON) is derived; see entry.hpp.
// Optional members: `parks` (may make the caller wait; then a last field `Deadline deadline{}`), `release` (always
// takes effect and is never where a kill is delivered), `effect`, `Scratch` (a handler's state between two attempts),
// `ready(call)` (pure: could it be answered now?), `waits_for(request)` (the task it waits for), `footprint(call,
// footprint)` (pure: names what it reads and writes, see kernel/footprint.hpp; without it, it writes the world).
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <concepts>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "kernel/effect.hpp"
#include "kernel/footprint.hpp"
#include "kernel/result.hpp"
#include "kernel/trap.hpp"

namespace fibrix {

/// A field that the kernel writes: `count` bytes of the program's memory.
template <class T>
struct Out {
    std::span<T> span;
    Out() = default;
    Out(std::span<T> room) noexcept : span(room) {}  // NOLINT(*-explicit-*)
    template <class Range>
        requires std::convertible_to<Range&, std::span<T>>
    Out(Range& room) noexcept : span(room) {}  // NOLINT(*-explicit-*)
};

/// A field that means something only in this process and is never written to a file.
template <class T>
struct Local {
    mutable T value;  // the kernel takes it over
    Local() = default;
    template <class U>
        requires std::convertible_to<U&&, T>
    Local(U&& it) : value(std::forward<U>(it)) {}  // NOLINT(*-explicit-*, bugprone-forwarding-reference-overload)
};

inline constexpr std::array<Errno, 0> no_errors{};

/// How many enumerators an enumeration has that is a field or in a result: beyond lies nothing. Said beside the
/// enumeration, so that damaged bytes are not taken for one.
template <class E>
inline constexpr std::size_t enumerators_of = 0;

// The numbers at which the families begin. They are never changed: recordings speak of names, but plug-ins of numbers.
inline constexpr SyscallNumber family_process = 0, family_time = 32, family_readiness = 64, family_socket = 96,
                               family_console = 128, family_handle = 160, family_nursery = 192, family_sync = 224,
                               family_file = 256, family_pipe = 288, family_signal = 320, family_path = 352,
                               family_cell = 384, family_schedule = 416, family_port = 512;

namespace detail {

struct NoScratch {};

template <class R>
struct ScratchOf {
    using type = NoScratch;
};
template <class R>
    requires requires { typename R::Scratch; }
struct ScratchOf<R> {
    using type = typename R::Scratch;
};

template <class R>
struct AnswerOf {
    using type = std::conditional_t<R::errors.empty(), typename R::Result, Result<typename R::Result>>;
};

}  // namespace detail

/// What the user-facing function returns: the plain Result if the request cannot fail, else Result<…>.
template <class R>
using Answer = typename detail::AnswerOf<R>::type;

/// The frame of a request, on the stack of the task that makes it.
template <class R>
struct Frame : Trap {
    static_assert(R::number < syscall_numbers, "the syscall table ends there");
    using Stored = std::conditional_t<std::is_void_v<Answer<R>>, detail::NoScratch, Answer<R>>;

    R request;
    [[no_unique_address]] typename detail::ScratchOf<R>::type scratch{};
    union {
        Stored answer;  // made by the handler
    };

    [[gnu::always_inline]] explicit Frame(R&& made) noexcept : Trap(R::number), request(std::move(made)) {}
    Frame(const Frame&) = delete;
    Frame& operator=(const Frame&) = delete;
    ~Frame() {}  // NOLINT(modernize-use-equals-default): `answer` is destroyed by whoever reads it
};

/// The user-facing function of a request. Its arguments are the request's fields, in order.
template <class R>
struct Syscaller {
    template <class... Arguments>
    [[gnu::always_inline]] Answer<R> operator()(Arguments&&... arguments) const {
        Frame<R> frame(R{std::forward<Arguments>(arguments)...});
        trap(frame);
        if constexpr (!std::is_void_v<Answer<R>>) {
            using Stored = typename Frame<R>::Stored;
            if constexpr (std::is_trivially_destructible_v<Stored>) {
                return frame.answer;
            } else {
                Stored answer = std::move(frame.answer);
                frame.answer.~Stored();
                return answer;
            }
        }
    }
};

/// A family: the requests of one header, listed once, at its end.
template <class... Requests>
struct Family {
    std::string_view name;
};

}  // namespace fibrix
