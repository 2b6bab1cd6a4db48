#include "kernel/signal.hpp"

#include <bit>
#include <charconv>
#include <utility>

#include "kernel/process.hpp"

namespace fibrix {
namespace {

struct Named {
    Signal signal;
    std::string_view name;
    DefaultAction action;
};

constexpr std::array table{
    Named{Signal::hup, "SIGHUP", DefaultAction::terminate},   Named{Signal::intr, "SIGINT", DefaultAction::terminate},
    Named{Signal::quit, "SIGQUIT", DefaultAction::terminate}, Named{Signal::kill, "SIGKILL", DefaultAction::terminate},
    Named{Signal::usr1, "SIGUSR1", DefaultAction::terminate}, Named{Signal::usr2, "SIGUSR2", DefaultAction::terminate},
    Named{Signal::pipe, "SIGPIPE", DefaultAction::terminate}, Named{Signal::alrm, "SIGALRM", DefaultAction::terminate},
    Named{Signal::term, "SIGTERM", DefaultAction::terminate}, Named{Signal::chld, "SIGCHLD", DefaultAction::ignore},
    Named{Signal::cont, "SIGCONT", DefaultAction::resume},    Named{Signal::stop, "SIGSTOP", DefaultAction::stop},
    Named{Signal::tstp, "SIGTSTP", DefaultAction::stop},      Named{Signal::xcpu, "SIGXCPU", DefaultAction::terminate},
    Named{Signal::winch, "SIGWINCH", DefaultAction::ignore},
};
static_assert(table.size() == all_signals.size());

const Named* find(Signal signal) noexcept {
    for (const auto& each : table)
        if (each.signal == signal) return &each;
    return nullptr;
}

}  // namespace

std::string_view to_string(Signal signal) noexcept {
    const auto* found = find(signal);
    return found == nullptr ? "none" : found->name;
}

std::optional<Signal> parse_signal(std::string_view text) noexcept {
    unsigned number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool numeric = parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
    for (const auto& each : table) {
        if (numeric && static_cast<unsigned>(each.signal) == number) return each.signal;
        if (each.name == text || each.name.substr(3) == text) return each.signal;
    }
    return std::nullopt;
}

Signal SignalSet::first_without(SignalSet masked) const noexcept {
    const auto rest = bits & ~masked.bits;
    return rest == 0 ? Signal::none : static_cast<Signal>(std::countr_zero(rest));
}

DefaultAction default_action(Signal signal) noexcept {
    const auto* found = find(signal);
    return found == nullptr ? DefaultAction::ignore : found->action;
}

// A handler runs with its own signal masked. It is copied, because it may be replaced while it runs.
void run_signal_handlers() {
    Task& task = *current.task;
    task.forget(Attention::signalled);
    for (;;) {
        const auto signal = task.signals.first_without(task.masked);
        if (signal == Signal::none) return;
        task.signals.remove(signal);
        const auto& actions = task.process->signals.actions;
        const auto found = actions.find(signal);
        if (found == actions.end() || found->second.kind != SignalAction::Kind::handle) continue;
        const auto handler = found->second.handler;
        const auto before = task.masked;
        task.masked.add(signal);
        handler(signal);
        task.masked = before;
    }
}

}  // namespace fibrix
