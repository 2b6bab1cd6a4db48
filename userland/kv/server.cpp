#include "userland/kv/server.hpp"

#include <new>

#include "userland/kv/connection.hpp"

namespace fibrix::kv {
namespace {

constexpr std::size_t erased_at_once = 256;
constexpr auto patience_in_shortage = std::chrono::milliseconds(10);

bool is_shortage(Errno error) { return error == Errno::mfile || error == Errno::nfile || error == Errno::nomem; }

}  // namespace

Server::Server(std::size_t max_clients, std::size_t max_memory) : max_clients_(max_clients) {
    state_.max_memory = max_memory;
    read_clock();
    state_.statistics.started = state_.store.now();
}

Errno Server::serve(Listener& listener) {
    if (const auto address = listener.address()) state_.statistics.port = address->port;
    Nursery connections;  // no task outlives the state
    connections.spawn([this] { erase_expired(); });
    bool told = false;
    for (;;) {
        auto client = listener.accept();
        if (client) {
            welcome(connections, std::move(*client));
        } else if (is_shortage(client.error())) {
            if (!std::exchange(told, true))
                sys::print_error("kv: {}; new clients wait for those that go\n", fibrix::describe(client.error()));
            sys::sleep(patience_in_shortage);
        } else {
            connections.cancel();
            return client.error();
        }
    }
}

void Server::welcome(Nursery& connections, Stream client) {
    sys::set_option(client.handle(), SocketOption::keep_alive, 1);
    connections.spawn([this, stream = std::move(client)]() mutable {
        try {
            Connection(*this, stream).serve();
        } catch (const std::bad_alloc&) {
            return;  // what this client wants does not fit into memory; it is closed, and the others go on
        }
    });
}

void Server::tell_others() {
    while (Subscriber* const ready = state_.broker.take_ready()) ready->tell();
    if (state_.store.next_expiry() < looks_at_) [[unlikely]]
        sooner_.set();
}

// A task of its own, which sleeps until the next key goes.
void Server::erase_expired() {
    for (;;) {
        read_clock();
        while (state_.store.expire(erased_at_once)) {
            sys::yield();
            read_clock();
        }
        looks_at_ = state_.store.next_expiry();
        if (looks_at_ == Expiry::never) {
            sooner_.wait();
        } else {
            const auto left = std::min<std::int64_t>(looks_at_ - state_.store.now(), 24LL * 3600 * 1000);
            sooner_.wait(Deadline::after(std::chrono::milliseconds(left)));
        }
        sooner_.reset();
    }
}

}  // namespace fibrix::kv
