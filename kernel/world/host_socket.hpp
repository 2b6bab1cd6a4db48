// The host's socket calls in the World's terms: each gives a result, or fails, or would have to wait.
#pragma once

#include <string>
#include <vector>

#include "kernel/world/operation.hpp"

namespace fibrix::host {

/// Carries `operation` out without blocking. False if it would have to wait; else it has succeeded or failed.
bool make_socket(Operation& operation);
bool bind(Operation& operation);
bool listen(Operation& operation);
bool accept(Operation& operation);
bool connect(Operation& operation);
bool receive(Operation& operation);
bool send(Operation& operation);
bool receive_from(Operation& operation);
bool send_to(Operation& operation);
bool shutdown(Operation& operation);
bool set_option(Operation& operation);
bool local_name(Operation& operation);
bool peer_name(Operation& operation);

/// Up to `most` addresses of "host:service"; blocks, so it is for helper threads. An empty list: not known.
std::vector<SocketAddress> look_up(const std::string& host, std::size_t most);

}  // namespace fibrix::host
