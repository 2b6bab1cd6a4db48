// The limit of an echo server: a hand-written epoll loop.
#pragma once

namespace fibrix::bench {

/// Listens on a port of 127.0.0.1, prints a line that ends in ":PORT" on `out`, and serves without end.
void serve_bare_echo(int out);

}  // namespace fibrix::bench
