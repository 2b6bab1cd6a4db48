#include "kernel/world/operation.hpp"

namespace fibrix {

std::string_view to_string(Operation::Code code) noexcept {
    switch (code) {
        case Operation::Code::none: return "none";
        case Operation::Code::socket: return "socket";
        case Operation::Code::bind: return "bind";
        case Operation::Code::listen: return "listen";
        case Operation::Code::accept: return "accept";
        case Operation::Code::connect: return "connect";
        case Operation::Code::receive: return "receive";
        case Operation::Code::send: return "send";
        case Operation::Code::read: return "read";
        case Operation::Code::write: return "write";
        case Operation::Code::poll: return "poll";
        case Operation::Code::shutdown: return "shutdown";
        case Operation::Code::option: return "option";
        case Operation::Code::local_name: return "local_name";
        case Operation::Code::peer_name: return "peer_name";
        case Operation::Code::terminal: return "terminal";
        case Operation::Code::close: return "close";
        case Operation::Code::resolve: return "resolve";
    }
    return "?";
}

}  // namespace fibrix
