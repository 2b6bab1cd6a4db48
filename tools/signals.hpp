// What a person's signals do to a running system.
#pragma once

namespace fibrix {

class World;

/// Ctrl-C and Ctrl-Z go to the foreground of `world`, if there is one and it takes them. Else SIGINT, and always
/// SIGTERM, SIGHUP, SIGUSR1, SIGUSR2 and SIGALRM, end `world` in order at first, at once when they come again; SIGQUIT
/// ends the process as the host does. The terminal is then left as it is found now.
void install_signal_handlers(World& world);

}  // namespace fibrix
