#include "userland/kv/connection.hpp"

#include "userland/kv/server.hpp"

namespace fibrix::kv {

Connection::Connection(Server& server, Stream& stream) : Client(server.state()), server_(server), stream_(stream) {
    ++state.statistics.clients;
    ++state.statistics.connections;
}

Connection::~Connection() {
    --state.statistics.clients;
    if (delivery_) delivery_->cancel();
}

void Connection::serve() {
    if (server_.crowded()) {
        ++state.statistics.refused;
        out.error("ERR max number of clients reached");
        flush();
        return;
    }
    while (!leaving) {
        const auto received = stream_.receive(in_.room());
        if (!received || *received == 0) return;
        in_.received(*received);
        if (!carry_out_batch() || in_.unread().size() > most_unread) return;
    }
}

// Carries out all commands that are complete. False if the client is gone.
bool Connection::carry_out_batch() {
    server_.read_clock();
    while (!leaving) {
        const auto found = parser_.next(in_.unread());
        if (found == RequestParser::Found::nothing) break;
        if (found == RequestParser::Found::error) {
            out.error("ERR Protocol error: " + std::string(parser_.error()));
            leaving = true;
            break;
        }
        if (parser_.words().size() > 0) execute(*this, parser_.words());
        in_.drop(parser_.consumed());
        if (awaits_saving) [[unlikely]]
            save();
        if (out.size() < flush_at) continue;
        if (!settle()) return false;
        server_.read_clock();
    }
    return settle();
}

// The client has asked for it, and waits; others do not.
void Connection::save() {
    awaits_saving = false;
    if (const auto wrong = server_.save(); wrong.empty()) out.ok();
    else out.error("ERR " + wrong);
    server_.read_clock();
}

// What follows from the commands: others are told, replies are sent.
bool Connection::settle() {
    server_.tell_others();
    if (subscriptions() > 0 && !delivery_) start_delivering();
    return flush();
}

// Sends all that is in `out`, also what is put there meanwhile.
bool Connection::flush() {
    const Mutex::Guard guard(sender_);
    while (!out.empty()) {
        sending_.swap(out);
        const bool sent = stream_.send_all(sending_.view()).has_value();
        sending_.clear();
        if (!sent) return false;
    }
    return true;
}

void Connection::start_delivering() {
    delivery_.emplace();
    if (!delivery_->spawn([this] { deliver(); })) leaving = true;  // no room for a task: it could not be served
}

void Connection::deliver() {
    do {
        published_.wait();
        published_.reset();
    } while (flush());
}

// Called by the task of whoever has published.
void Connection::tell() {
    if (overflowed()) sys::shutdown(stream_.handle(), sys::Direction::both);
    else published_.set();
}

}  // namespace fibrix::kv
