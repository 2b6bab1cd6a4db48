// What is under way from one end of a connection to the other.
//
// Pieces arrive in the order in which they were sent. While the way is blocked the first one is tried again, less and
// less often, as TCP does; after half a minute the connection is given up. Whoever is sent something and knows nothing
// of the connection answers with a reset.

#include <algorithm>

#include "kernel/world/simulated/network.hpp"

namespace fibrix::simulated {
namespace {

using namespace std::chrono_literals;
using State = Socket::State;

constexpr Duration first_patience = 200ms, most_patience = 3s, give_up_after = 30s;
constexpr Duration greeting_again = 1s;
constexpr Duration longest_delay = 1s, longest_clog = 2s;

}  // namespace

bool Network::is_open(HostNumber from, HostNumber to) const {
    if (!hosts_[from].powered || !hosts_[to].powered) return false;
    const auto found = ways_.find({from, to});
    return found == ways_.end() || (!found->second.blocked && found->second.clogged_until <= timeline_.now());
}

Duration Network::delay(HostNumber from, HostNumber to, std::size_t bytes) {
    if (from == to) return Latency::within_a_host;
    return latency_.draw(delays_) + latency_.duration_of(bytes);
}

// What may happen to a connection when something is sent over it.
void Network::go_wrong(const SocketRef& from) {
    if (from->host == from->lane.to) return;
    if (faults_.happens(Fault::clog)) {
        const auto span = faults_.details(Fault::clog).between(Duration{}, longest_clog);
        auto& clogged = way(from->host, from->lane.to).clogged_until;
        clogged = std::max(clogged, timeline_.now() + span);
    }
    const auto other = from->other.lock();
    if (other && faults_.happens(Fault::half_open)) from->lane.silent = other->lane.silent = true;
    if (other && faults_.happens(Fault::reset)) {
        break_off(from, Errno::connreset);
        break_off(other, Errno::connreset);
    }
}

void Network::put(const SocketRef& from, Piece piece) {
    Lane& lane = from->lane;
    if (piece.kind == Piece::Kind::bytes) go_wrong(from);
    auto span = delay(from->host, lane.to, piece.bytes.size());
    if (from->host != lane.to && faults_.happens(Fault::delay))
        span += faults_.details(Fault::delay).between(Duration{}, longest_delay);
    if (from->state == State::broken && piece.kind != Piece::Kind::reset) return;
    lane.last_arrival = piece.arrival = std::max(lane.last_arrival, timeline_.now() + span);
    lane.under_way.push_back(std::move(piece));
    move(from);
}

void Network::move(const SocketRef& from) {
    Lane& lane = from->lane;
    if (lane.moving || lane.under_way.empty()) return;
    lane.moving = true;
    timeline_.at(lane.under_way.front().arrival, [this, from] { arrive(from); });
}

void Network::arrive(const SocketRef& from) {
    Lane& lane = from->lane;
    lane.moving = false;
    if (lane.under_way.empty()) return;
    if (lane.silent || !is_open(from->host, lane.to)) return wait_for_the_way(from);
    lane.blocked_since = never;
    lane.patience = {};
    const Piece piece = std::move(lane.under_way.front());
    lane.under_way.pop_front();
    hand_over(from, piece);
    move(from);
}

void Network::wait_for_the_way(const SocketRef& from) {
    Lane& lane = from->lane;
    const Time now = timeline_.now();
    if (!hosts_[from->host].powered) return lane.under_way.clear();
    lane.blocked_since = std::min(lane.blocked_since, now);
    if (now - lane.blocked_since >= give_up_after) return break_off(from, Errno::timedout);
    lane.patience = std::clamp<Duration>(lane.patience * 2, first_patience, most_patience);
    lane.last_arrival = std::max(lane.last_arrival, now + lane.patience);
    lane.under_way.front().arrival = now + lane.patience;
    move(from);
}

void Network::hand_over(const SocketRef& from, const Piece& piece) {
    using Kind = Piece::Kind;
    if (piece.kind == Kind::greeting) return greet(from);
    const auto at = from->other.lock();
    const bool known = at && !at->closed && at->state != State::broken;
    switch (piece.kind) {
        case Kind::bytes:
            if (!known) return answer(from, Errno::connreset);
            at->received += piece.bytes;
            break;
        case Kind::end:
            if (known) at->end_received = true;
            break;
        case Kind::reset:
            if (known) break_off(at, Errno::connreset);
            return;
        case Kind::welcome:
            if (known && at->state == State::connecting) at->state = State::connected;
            break;
        default: break;
    }
    if (known) look_again(at);
}

// Somebody wants to connect: who listens there has one more to accept.
void Network::greet(const SocketRef& client) {
    const auto host = client->lane.to;
    const auto listener = find_bound(host, client->peer, false);
    const bool away = host != client->host;
    if (listener == nullptr || (away && faults_.happens(Fault::refuse))) return answer(client, Errno::connrefused);
    const bool hangs = away && faults_.happens(Fault::hang);
    if (hangs) client->lane.silent = true;
    if (hangs || listener->arrived.size() >= listener->backlog) {
        client->lane.under_way.push_front({Piece::Kind::greeting, {}, timeline_.now() + greeting_again});
        return move(client);
    }
    const bool local = client->family == SocketAddress::Family::local;
    auto server = std::make_shared<Socket>(host, -1, client->family, false);
    server->state = State::connected;
    server->bound = !local;
    server->local = client->peer;
    server->peer = client->local;
    server->peer.family = client->family;
    server->options = listener->options;
    server->receive_room = listener->receive_room;
    server->send_room = listener->send_room;
    server->other = client;
    server->lane.to = client->host;
    client->other = server;
    listener->arrived.push_back(server);
    if (local) client->state = State::connected;
    else put(server, {Piece::Kind::welcome});
    look_again(listener);
}

// The other side says that it knows nothing of such a connection.
void Network::answer(const SocketRef& client, Errno why) {
    timeline_.after(delay(client->lane.to, client->host, 0), [this, client, why] { break_off(client, why); });
}

void Network::break_off(const SocketRef& socket, Errno why) {
    if (socket->state == State::broken) return;
    const bool was_told = socket->end_received && why == Errno::connreset;
    socket->state = State::broken;
    socket->lane.under_way.clear();
    if (socket->closed) return;
    socket->error = was_told ? Errno::pipe : why;
    look_again(socket);
}

// The reader tells what it has read when it is a good part of what fits, so that the other may send on.
void Network::confirm(const SocketRef& reader) {
    const auto other = reader->other.lock();
    if (!other || reader->confirming || reader->to_confirm * 4 < std::min(reader->receive_room, other->send_room))
        return;
    confirm_after(delay(reader->host, reader->lane.to, 0), reader);
}

void Network::confirm_after(Duration span, const SocketRef& reader) {
    reader->confirming = true;
    timeline_.after(span, [this, reader] {
        const auto other = reader->other.lock();
        if (!other || reader->lane.silent || reader->closed) return;
        if (!is_open(reader->host, reader->lane.to)) return confirm_after(first_patience, reader);
        reader->confirming = false;
        other->lane.unread -= std::min(other->lane.unread, std::exchange(reader->to_confirm, 0));
        look_again(other);
    });
}

}  // namespace fibrix::simulated
