// Signals: what a process is told from outside its own course, by a small number, with POSIX's numbers and names.
//
// A signal that a process handles is handled by one of its tasks: on its own stack, when its present request, or if it
// runs its next one, is done. A wait in a request that declares EINTR is ended by it. What is masked stays pending.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string_view>

#include "kernel/id.hpp"

namespace fibrix {

enum class Signal : std::uint8_t {
    none = 0,
    hup = 1,
    intr = 2,
    quit = 3,
    kill = 9,
    usr1 = 10,
    usr2 = 12,
    pipe = 13,
    alrm = 14,
    term = 15,
    chld = 17,
    cont = 18,
    stop = 19,
    tstp = 20,
    xcpu = 24,
    winch = 28,
};

// Its type in full: g++ 12 puts a deduced one where it can be written.
inline constexpr std::array<Signal, 15> all_signals{
    Signal::hup,  Signal::intr, Signal::quit, Signal::kill, Signal::usr1, Signal::usr2, Signal::pipe, Signal::alrm,
    Signal::term, Signal::chld, Signal::cont, Signal::stop, Signal::tstp, Signal::xcpu, Signal::winch};

/// "SIGTERM"; "none" for Signal::none.
std::string_view to_string(Signal signal) noexcept;
/// From "TERM", "SIGTERM" or "15"; nothing if there is no such signal.
std::optional<Signal> parse_signal(std::string_view text) noexcept;

class SignalSet {
public:
    constexpr SignalSet() = default;
    constexpr SignalSet(std::initializer_list<Signal> signals) noexcept {
        for (const auto signal : signals) add(signal);
    }
    constexpr void add(Signal signal) noexcept { bits |= bit(signal); }
    constexpr void remove(Signal signal) noexcept { bits &= ~bit(signal); }
    [[nodiscard]] constexpr bool has(Signal signal) const noexcept { return (bits & bit(signal)) != 0; }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits == 0; }
    /// The lowest of those that are not in `masked`; Signal::none if there is none.
    [[nodiscard]] Signal first_without(SignalSet masked) const noexcept;
    friend constexpr bool operator==(SignalSet, SignalSet) = default;

    std::uint32_t bits = 0;

private:
    static constexpr std::uint32_t bit(Signal signal) noexcept { return 1u << static_cast<unsigned>(signal); }
};

inline constexpr SignalSet every_signal = [] {
    SignalSet set;
    for (const auto signal : all_signals) set.add(signal);
    return set;
}();

using SignalHandler = std::function<void(Signal)>;

/// What a process does about a signal.
struct SignalAction {
    enum class Kind : std::uint8_t { by_default, ignore, handle };
    Kind kind = Kind::by_default;
    SignalHandler handler{};
};

/// What a process keeps about signals.
struct SignalState {
    std::map<Signal, SignalAction> actions;  ///< those that are not by default
    SignalSet pending;                       ///< that every task has masked
    Signal stopped_by = Signal::none;        ///< while it is stopped
    enum class News : std::uint8_t { none, stopped, continued };
    News news = News::none;  ///< what the parent has not been told yet
    TaskId alarm{};          ///< the task that will send SIGALRM
};

/// What a signal does to a process that has said nothing about it.
enum class DefaultAction : std::uint8_t { terminate, ignore, stop, resume };
[[nodiscard]] DefaultAction default_action(Signal signal) noexcept;

/// Runs the handlers of the running task's pending signals, on its stack. They may make requests.
void run_signal_handlers();

}  // namespace fibrix
