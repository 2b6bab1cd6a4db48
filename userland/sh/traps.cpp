// What the shell does at a signal, and at its end: the builtin trap, and when its commands are run.

#include <array>

#include "userland/sh/builtins.hpp"

namespace fibrix::sh {
namespace {

using Arguments = std::vector<std::string>;

constexpr Signal at_end = Signal::none;

std::string name_of(Signal signal) { return signal == at_end ? "EXIT" : std::string(to_string(signal).substr(3)); }

std::optional<Signal> parse_condition(const std::string& name) {
    return name == "EXIT" || name == "0" ? at_end : parse_signal(name);
}

int list(Shell& shell) {
    std::string text;
    for (const auto& [signal, command] : shell.traps())
        text += "trap -- " + quoted(command) + " " + name_of(signal) + "\n";
    return shell.print(text) ? 0 : 1;
}

int trap(Shell& shell, const Arguments& arguments) {
    const std::size_t first = !arguments.empty() && arguments[0] == "--" ? 1 : 0;
    if (arguments.size() == first) return list(shell);
    const bool resets = arguments.size() == first + 1 || arguments[first] == "-";
    for (auto each = first + (resets && arguments.size() == first + 1 ? 0 : 1); each < arguments.size(); ++each) {
        const auto signal = parse_condition(arguments[each]);
        if (!signal)
            return refuse(shell, "trap", "'" + arguments[each] + "' is neither EXIT nor a signal, see: kill -l");
        if (shell.set_trap(*signal, resets ? std::nullopt : std::optional(arguments[first]))) continue;
        shell.complain("trap: " + arguments[each] + " cannot be handled");
        return 1;
    }
    return 0;
}

// Its type is written out: where it is deduced, g++ 12 leaves a constant with pointers writable.
constexpr std::array<Builtin, 1> builtins{
    Builtin{"trap", "trap [COMMAND | -] SIGNAL|EXIT...", "what is run at a signal, or at the end; - forgets it", &trap,
            true},
};

}  // namespace

std::span<const Builtin> builtins_for_traps() { return builtins; }

void Shell::catch_signal(Signal signal) {
    const auto note = [caught = caught_, interrupted = interrupted_](Signal which) {
        caught->add(which);
        if (which == Signal::intr) *interrupted = true;
    };
    sys::handle_signal(signal, note).value();
}

// Without a command: as it was. An empty one: the signal is ignored.
bool Shell::set_trap(Signal signal, std::optional<std::string> command) {
    if (signal == Signal::kill || signal == Signal::stop) return false;
    if (command) traps_[signal] = *command;
    else traps_.erase(signal);
    if (signal == at_end) return true;
    const bool persons =
        interactive_ && std::find(persons_signals.begin(), persons_signals.end(), signal) != persons_signals.end();
    if (command && command->empty()) sys::ignore_signal(signal).value();
    else if (command || persons) catch_signal(signal);
    else sys::reset_signal(signal).value();
    return true;
}

bool Shell::has_caught_signal() const {
    sys::yield();  // a signal of the shell's own is handled at its next request
    return *interrupted_ || caught_->first_without({}) != Signal::none;
}

// Between two commands, in the order of their numbers.
void Shell::run_traps() {
    if (traps_.empty()) return;
    sys::yield();  // a signal of the shell's own is handled at its next request
    for (auto signal = caught_->first_without({}); signal != Signal::none; signal = caught_->first_without({})) {
        caught_->remove(signal);
        const auto found = traps_.find(signal);
        if (found == traps_.end()) continue;
        if (!interactive_) *interrupted_ = false;  // the command is the answer to it
        run_trap(std::string(found->second));
    }
}

void Shell::run_exit_trap() {
    const auto found = traps_.find(at_end);
    if (found == traps_.end()) return;
    const auto command = std::move(found->second);
    traps_.erase(found);
    flow_ = Flow::on;
    run_trap(command);
}

// $? is afterwards what it was before, unless the command has ended the shell.
void Shell::run_trap(const std::string& command) {
    const int status = status_;
    const Instead line(line_, line_);
    TextSource source(command);
    run_all(source);
    if (flow_ != Flow::left) status_ = status;
}

}  // namespace fibrix::sh
