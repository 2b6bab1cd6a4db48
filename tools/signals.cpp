#include "tools/signals.hpp"

#include <termios.h>
#include <unistd.h>

#include <csignal>

#include "kernel/exit_status.hpp"
#include "kernel/fault.hpp"
#include "kernel/panic.hpp"
#include "kernel/world/world.hpp"

namespace fibrix {
namespace {

World* interrupted_world = nullptr;
termios terminal_before{};
bool has_terminal = false;

void restore_terminal() noexcept {
    if (has_terminal) tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
}

// The first shuts down in order, for which whoever holds the CPU must let go of it. The second does so at once. But
// Ctrl-C is the foreground's, if there is one and it takes it.
void on_interrupt(int signal) noexcept {
    if (signal == SIGINT && interrupted_world->press(false)) return end_hog();
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

bool is_ignored(int signal) noexcept {
    struct sigaction action {};
    return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

void install_signal_handlers(World& world) {
    interrupted_world = &world;
    has_terminal = tcgetattr(STDIN_FILENO, &terminal_before) == 0;
    for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM}) handle(signal, &on_interrupt);
    if (!is_ignored(SIGHUP)) handle(SIGHUP, &on_interrupt);  // by nohup(1), to outlive the terminal
    if (!is_ignored(SIGTSTP)) handle(SIGTSTP, &on_suspend);
    handle(SIGQUIT, &on_quit);
    set_last_act(&restore_terminal);
}

}  // namespace fibrix
