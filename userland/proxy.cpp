// A TCP proxy: whoever connects is connected on to another address, and bytes go both ways.
//
// Each direction is a task with a buffer: it reads only when it has written, so a slow reader slows down its sender
// (back-pressure) and nobody else. The end of one direction is passed on while the other goes on (half-close); an
// error, or silence in both, ends both.

#include <array>
#include <charconv>

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

struct Target {
    std::string host;
    std::uint16_t port = 0;
    Duration idle{};  // zero: no limit
};

// "example.org:80", "127.0.0.1:80" or "[::1]:80".
bool parse(std::string_view text, Target& target) {
    const auto colon = text.rfind(':');
    if (colon == text.npos || colon == 0) return false;
    auto host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    else if (host.find(':') != host.npos) return false;
    target.host = host;
    const auto* end = text.data() + text.size();
    const auto port = std::from_chars(text.data() + colon + 1, end, target.port);
    return !host.empty() && port.ec == std::errc() && port.ptr == end && target.port > 0;
}

/// Two connections that are one.
class Link {
public:
    Link(Stream& left, Stream& right, Duration idle) : left_(left), right_(right), idle_(idle), heard_(sys::now()) {}

    // The first direction that fails cancels the other.
    void carry() {
        Nursery nursery;
        const bool both = nursery.spawn([this] { return copy(left_, right_) ? 0 : 1; }) &&
                          nursery.spawn([this] { return copy(right_, left_) ? 0 : 1; });
        if (!both) nursery.cancel();
        nursery.join();
    }

private:
    // True at the end of the stream.
    bool copy(Stream& from, Stream& to) {
        std::array<std::byte, 16384> buffer;
        for (;;) {
            const auto received = receive(from, buffer);
            if (!received) return false;
            if (*received == 0) return to.finish_sending().has_value();
            if (!to.send_all(std::span(buffer).first(*received))) return false;
        }
    }
    // The other direction may have been heard from meanwhile.
    Result<std::size_t> receive(Stream& from, std::span<std::byte> buffer) {
        if (idle_ == Duration::zero()) return from.receive(buffer);
        for (;;) {
            const Time until = heard_ + idle_;
            const auto received = from.receive(buffer, until);
            if (received) heard_ = sys::now();
            if (received || received.error() != Errno::timedout || heard_ + idle_ <= until) return received;
        }
    }

    Stream &left_, &right_;
    Duration idle_;
    Time heard_;
};

void serve(Stream& client, const Target& target) {
    auto server = Stream::connect(target.host, target.port, Deadline::after(std::chrono::seconds(10)));
    if (server) return Link(client, *server, target.idle).carry();
    sys::print_error("proxy: cannot connect to {} port {}: {}\n", target.host, target.port, describe(server.error()));
}

// Until accepting fails; then all connections end.
int accept_clients(Listener& listener, const Target& target, std::uint16_t most_clients) {
    Semaphore places(most_clients);
    Nursery clients;
    for (;;) {
        Semaphore::Permit place(places);
        auto client = listener.accept_patiently();
        if (!client) {
            sys::print_error("proxy: cannot accept: {}\n", describe(client.error()));
            return 1;
        }
        clients.spawn([&target, place = std::move(place), stream = std::move(*client)]() mutable {
            try {
                serve(stream, target);
            } catch (const SystemError&) {
            }  // there is no handle left for one more
        });
    }
}

int proxy(Arguments& arguments) {
    std::uint16_t port = 7009, most_clients = 1000;
    std::string host = "127.0.0.1", to;
    double idle = 0;
    Target target;
    arguments.option("--port", port, "TCP port; 0 lets the host choose");
    arguments.option("--host", host, "address to listen on");
    arguments.option("--to", to, "HOST:PORT to connect to; required");
    arguments.option("--max-clients", most_clients, "at the same time, 1 at least; more wait to be accepted");
    arguments.option("--idle", idle, "seconds of silence after which a connection ends; 0: never");
    if (const auto done = arguments.parse()) return *done;
    if (!parse(to, target)) {
        sys::print_error("proxy: --to '{}' is not HOST:PORT, such as 127.0.0.1:7007 or [::1]:7007\n", to);
        return Arguments::usage_error;
    }
    const bool sensible = idle >= 0 && idle < 1e9 && most_clients > 0;
    if (!sensible) {
        sys::print_error("proxy: --idle needs 0 to 1e9 seconds, and --max-clients 1 at least\n");
        return Arguments::usage_error;
    }
    target.idle = Duration(static_cast<Duration::rep>(idle * 1e9));

    auto listener = Listener::at(host, port);
    if (!listener) {
        sys::print_error("proxy: cannot listen on {} port {}: {}\n", host, port, describe(listener.error()));
        return 1;
    }
    sys::print("proxy: to {}, listening on {}\n", to, to_string(listener->address().value()));
    return accept_clients(*listener, target, most_clients);
}

const Program program{"proxy", "A TCP proxy: bytes go both ways to another address.", proxy};

}  // namespace
