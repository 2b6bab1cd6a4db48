#include "tools/signals.hpp"

#include <termios.h>
#include <unistd.h>

#include <csignal>

#include "kernel/exit_status.hpp"
#include "kernel/fault.hpp"
#include "kernel/world/world.hpp"

namespace fibrix {
namespace {

World* interrupted_world = nullptr;
termios terminal_before{};
bool has_terminal = false;

void restore_terminal() noexcept {
    if (has_terminal) tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
}

// Ctrl-C is for the group in the foreground, if there is one that takes it. Else the first shuts down in order, for
// which whoever holds the CPU must let go of it. The second does so at once.
void on_interrupt(int signal) noexcept {
    if (signal == SIGINT && interrupted_world->press(false)) return;
    if (interrupted_world->interrupts() == 0) {
        interrupted_world->interrupt();
        return end_hogs();
    }
    restore_terminal();
    ::_exit(static_cast<int>(ReservedCode::interrupted));
}

// Ctrl-Z is for the group in the foreground. If there is none, the system stops as a whole.
void on_suspend(int) noexcept {
    if (!interrupted_world->press(true)) ::raise(SIGSTOP);
}

void on_quit(int signal) noexcept {
    restore_terminal();
    ::signal(signal, SIG_DFL);
    ::raise(signal);
}

void handle(int signal, void (*handler)(int)) noexcept {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_ONSTACK | SA_RESTART;
    sigaction(signal, &action, nullptr);
}

}  // namespace

void install_signal_handlers(World& world) {
    interrupted_world = &world;
    has_terminal = tcgetattr(STDIN_FILENO, &terminal_before) == 0;
    for (const int signal : {SIGINT, SIGTERM}) handle(signal, &on_interrupt);
    // nohup(1) has it ignored, so that the system outlives its terminal.
    struct sigaction hang_up {};
    if (sigaction(SIGHUP, nullptr, &hang_up) == 0 && hang_up.sa_handler != SIG_IGN) handle(SIGHUP, &on_interrupt);
    handle(SIGTSTP, &on_suspend);
    handle(SIGQUIT, &on_quit);
    ::signal(SIGPIPE, SIG_IGN);
}

}  // namespace fibrix
