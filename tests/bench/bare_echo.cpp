#include "tests/bench/bare_echo.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string>

namespace fibrix::bench {
namespace {

int listen_anywhere(int out) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;
    ::setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);  // accepted sockets inherit it
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener, plain, length) != 0 || ::listen(listener, 4096) != 0 ||
        ::getsockname(listener, plain, &length) != 0)
        throw std::runtime_error("the bare echo server cannot listen");
    const auto line = "127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "\n";
    if (::write(out, line.data(), line.size()) < 0) throw std::runtime_error("nobody reads the port");
    return listener;
}

void watch(int epoll, int descriptor) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = descriptor;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

void echo_once(int client) {
    std::array<char, 4096> buffer;
    const auto got = ::recv(client, buffer.data(), buffer.size(), 0);
    if (got <= 0 || ::send(client, buffer.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) != got) ::close(client);
}

}  // namespace

void serve_bare_echo(int out) {
    const int listener = listen_anywhere(out), epoll = ::epoll_create1(EPOLL_CLOEXEC);
    watch(epoll, listener);
    std::array<epoll_event, 512> events;
    for (;;) {
        const int count = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
            if (descriptor != listener) echo_once(descriptor);
            else
                for (int client = 0; (client = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK)) >= 0;)
                    watch(epoll, client);
        }
    }
}

}  // namespace fibrix::bench
