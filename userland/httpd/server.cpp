#include "userland/httpd/server.hpp"

#include <algorithm>
#include <new>

#include "userland/httpd/connection.hpp"

namespace fibrix::httpd {

Result<void> Server::serve(Listener listener) {
    for (const auto signal : {Signal::term, Signal::intr, Signal::hup})
        sys::handle_signal(signal, [this](Signal) { stop(); }).value();
    Result<void> done;
    Nursery writing;
    if (options.log) writing.spawn([this] { log.keep_writing(); });
    {
        Nursery clients;
        done = accept_clients(std::move(listener), clients);
        if (done) clients.join(Deadline::after(options.farewell));
        clients.cancel();
    }
    writing.cancel();
    writing.join();
    log.write();
    return done;
}

// A client is taken before there is a place for it: only then is somebody idle in anybody's way.
Result<void> Server::accept_clients(Listener listener, Nursery& clients) {
    for (;;) {
        auto client = listener.accept_patiently();
        if (stopping_) return {};
        if (client.has_error() && client.error() == Errno::intr) continue;
        if (!client) return client.error();
        if (!await_place()) return {};
        welcome(clients, std::move(*client), Semaphore::Permit(places_));
    }
}

// False if the server stops meanwhile: signals are handled between two requests, so it does not wait in one for long.
bool Server::await_place() {
    while (!stopping_) {
        if (places_.permits() == 0) end_idle_one();
        if (!places_.acquire(Deadline::after(std::chrono::milliseconds(50)))) continue;
        places_.release();  // to be taken for good; nobody else does
        return true;
    }
    return false;
}

void Server::welcome(Nursery& clients, Stream client, Semaphore::Permit place) {
    clients.spawn([this, place = std::move(place), stream = std::move(client)]() mutable {
        try {
            Connection(*this, stream).serve();
        } catch (const std::bad_alloc&) {
            return;  // what this client wants does not fit into memory; it is closed, and the others go on
        }
    });
}

void Server::end_idle_one() {
    const auto idlest = std::find_if(connections.begin(), connections.end(), [](auto* each) { return each->idle(); });
    if (idlest != connections.end()) (*idlest)->end_if_idle();
}

void Server::stop() {
    stopping_ = true;
    for (auto* each : connections) each->end_if_idle();
}

std::string Server::take_buffer() {
    if (buffers_.empty()) return {};
    auto buffer = std::move(buffers_.back());
    buffers_.pop_back();
    return buffer;
}

void Server::give_back(std::string buffer) {
    constexpr std::size_t most_kept = 64, largest_kept = 256 * 1024;
    if (buffers_.size() >= most_kept || buffer.capacity() > largest_kept) return;
    buffer.clear();
    buffers_.push_back(std::move(buffer));
}

}  // namespace fibrix::httpd
