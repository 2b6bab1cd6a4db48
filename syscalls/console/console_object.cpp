#include "syscalls/console/console_object.hpp"

#include "kernel/kernel.hpp"

namespace fibrix {

bool Console::is_terminal(World& world) {
    if (!terminal_) {
        Operation ask{.code = Operation::Code::terminal, .descriptor = outside_};
        world.submit(ask);
        terminal_ = !ask.failed && ask.result == 1;
    }
    return *terminal_;
}

// Who is stopped or in the background takes nothing from a terminal, and lets go of what it has asked for, until it
// goes on in the foreground.
Outcome Console::read(Io& io) {
    auto& kernel = io.kernel();
    if (!is_terminal(kernel.world())) return io.submit(Operation::Code::read, outside_);
    const auto& process = *io.task().process;
    const bool behind = kernel.foreground().valid() && kernel.foreground() != process.group;
    if ((behind || process.stopped()) && io.take_back()) return io.park(kernel.foreground_changes());
    const auto outcome = io.submit(Operation::Code::read, outside_);
    return outcome == Outcome::parked ? io.park(kernel.foreground_changes()) : outcome;
}

}  // namespace fibrix
