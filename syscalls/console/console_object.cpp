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

// Who is in the background waits until it is put into the foreground.
Outcome Console::read(Io& io) {
    auto& kernel = io.kernel();
    const auto foreground = kernel.foreground();
    if (foreground.valid() && foreground != io.task().process->group && is_terminal(kernel.world()))
        return io.park(kernel.foreground_changes());
    return io.submit(Operation::Code::read, outside_);
}

}  // namespace fibrix
