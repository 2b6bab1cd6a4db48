// A closed-loop load generator for echo servers on the loopback: each connection has one request in flight, and
// checks what comes back. It never sleeps, so that it adds no latency of its own: give it a CPU of its own.
#pragma once

#include <sys/types.h>

#include <cstdint>

#include "tools/benchmark.hpp"

namespace fibrix::bench {

struct EchoLoad {
    std::uint16_t port = 0;
    pid_t server = 0;  // whose CPU time is told
    int connections = 1;
    double warm_up = 0.5, seconds = 3;
};

/// Throughput, latencies and the server's CPU time. Throws if a reply is wrong or a connection breaks.
Sample generate_load(const EchoLoad& load);

/// Lets this process and its children have as many descriptors as the host allows.
void raise_descriptor_limit();

}  // namespace fibrix::bench
