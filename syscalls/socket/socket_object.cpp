#include "syscalls/socket/socket_object.hpp"

#include "kernel/process.hpp"
#include "kernel/world/socket_option.hpp"

namespace fibrix {

Socket::~Socket() {
    Operation close{.code = Operation::Code::close, .descriptor = outside_};
    world_.submit(close);
}

Result<void> Socket::shutdown(bool receiving, bool sending) {
    const int direction = receiving && sending ? 2 : sending ? 1 : 0;
    Operation end{.code = Operation::Code::shutdown, .descriptor = outside_, .argument = direction};
    const auto done = do_now(world_, end);
    if (!done) return done.error();
    return {};
}

std::string Socket::describe() const {
    SocketAddress address;
    Operation ask{.code = Operation::Code::local_name, .descriptor = outside_, .address = &address};
    world_.submit(ask);
    constexpr std::string_view names[] = {"socket ", "listener ", "datagrams "};
    return std::string(names[static_cast<std::size_t>(role_)]) + (ask.failed ? "?" : to_string(address));
}

Result<std::int64_t> do_now(World& world, Operation& operation) {
    world.submit(operation);
    if (operation.failed) return operation.error;
    return operation.result;
}

Result<Ref<Socket>> make_socket(World& world, const SocketAddress& address, Socket::Role role) {
    if (address.family == SocketAddress::Family::none) return Errno::afnosupport;
    SocketAddress copy = address;
    Operation create{
        .code = Operation::Code::socket, .argument = role == Socket::Role::datagrams ? 1 : 0, .address = &copy};
    const auto outside = do_now(world, create);
    if (!outside) return outside.error();
    return make_object<Socket>(world, static_cast<Outside>(*outside), role);
}

Result<Handle> make_datagram_socket(World& world, Process& process, const SocketAddress& address) {
    if (address.family == SocketAddress::Family::local) return Errno::afnosupport;
    auto made = make_socket(world, address, Socket::Role::datagrams);
    if (!made) return made.error();
    auto socket = std::move(*made);
    SocketAddress copy = address;
    Operation bind{.code = Operation::Code::bind, .descriptor = socket->outside(), .address = &copy};
    if (const auto done = do_now(world, bind); !done) return done.error();
    return process.handles.add(std::move(socket));
}

Result<Handle> make_listener(World& world, Process& process, const SocketAddress& address, int backlog) {
    if (backlog < 0) return Errno::inval;
    auto made = make_socket(world, address, Socket::Role::listener);
    if (!made) return made.error();
    auto socket = std::move(*made);
    SocketAddress copy = address;
    // What every server wants: its port again at once, and small answers sent at once.
    for (const auto option : {SocketOption::reuse_address, SocketOption::no_delay}) {
        Operation set{.code = Operation::Code::option,
                      .descriptor = socket->outside(),
                      .argument = static_cast<int>(option),
                      .value = 1};
        if (address.family != SocketAddress::Family::local) world.submit(set);
    }
    Operation bind{.code = Operation::Code::bind, .descriptor = socket->outside(), .address = &copy};
    if (const auto done = do_now(world, bind); !done) return done.error();
    Operation listen{.code = Operation::Code::listen, .descriptor = socket->outside(), .argument = backlog};
    if (const auto done = do_now(world, listen); !done) return done.error();
    return process.handles.add(std::move(socket));
}

}  // namespace fibrix
