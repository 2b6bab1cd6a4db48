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
        case Operation::Code::send_to: return "send_to";
        case Operation::Code::receive_from: return "receive_from";
        case Operation::Code::directory: return "directory";
        case Operation::Code::open: return "open";
        case Operation::Code::status: return "status";
        case Operation::Code::size: return "size";
        case Operation::Code::list: return "list";
        case Operation::Code::read_at: return "read_at";
        case Operation::Code::write_at: return "write_at";
        case Operation::Code::resize: return "resize";
        case Operation::Code::sync: return "sync";
        case Operation::Code::make_directory: return "make_directory";
        case Operation::Code::remove_directory: return "remove_directory";
        case Operation::Code::remove: return "remove";
        case Operation::Code::rename: return "rename";
        case Operation::Code::link: return "link";
        case Operation::Code::make_link: return "make_link";
        case Operation::Code::read_link: return "read_link";
        case Operation::Code::set_mode: return "set_mode";
        case Operation::Code::set_modified: return "set_modified";
        case Operation::Code::usage: return "usage";
    }
    return "?";
}

}  // namespace fibrix
