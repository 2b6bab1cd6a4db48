// A socket of the simulated network: what its host knows of it, and the operations that wait on it.
//
// A connection is two of them, each with a lane to the other: pieces that are under way and come in order. A socket
// that was closed lives on while something is under way to or from it.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "kernel/world/operation.hpp"
#include "kernel/world/simulated/timeline.hpp"
#include "kernel/world/socket_option.hpp"

namespace fibrix::simulated {

using HostNumber = std::size_t;

struct Socket;
using SocketRef = std::shared_ptr<Socket>;

/// What goes over a lane.
struct Piece {
    enum class Kind : std::uint8_t { greeting, welcome, bytes, end, reset };
    Kind kind = Kind::bytes;
    std::string bytes{};
    Time arrival{};
};

struct Datagram {
    SocketAddress sender{};
    std::string bytes{};
};

struct Lane {
    HostNumber to = 0;
    std::deque<Piece> under_way{};
    Time last_arrival{};
    std::size_t unread = 0;  ///< bytes sent of which it is not known that they were read
    Duration patience{};     ///< until the next attempt while the way is blocked
    Time blocked_since = never;
    bool moving = false;  ///< an event for the first piece is on the timeline
    bool silent = false;  ///< nothing will ever arrive
};

struct Socket {
    enum class State : std::uint8_t { fresh, listening, connecting, connected, broken };

    Socket(HostNumber its_host, Outside its_number, SocketAddress::Family its_family, bool is_datagram) noexcept
        : host(its_host), number(its_number), family(its_family), datagram(is_datagram) {}

    HostNumber host;
    Outside number;  ///< -1: not accepted yet
    SocketAddress::Family family;
    bool datagram;
    State state = State::fresh;
    bool bound = false, closed = false;
    bool sending_ended = false, receiving_ended = false;
    SocketAddress local{}, peer{};
    std::uint32_t options = 0;  ///< a bit for each that is on
    std::size_t send_room = 65536, receive_room = 65536;
    std::optional<Errno> error{};  ///< to be told once

    std::size_t backlog = 0;          ///< of a listener
    std::deque<SocketRef> arrived{};  ///< of a listener: to be accepted

    std::weak_ptr<Socket> other{};  ///< of a connection
    Lane lane{};                    ///< to the other
    std::string received{};
    std::size_t taken = 0;       ///< of `received`
    std::size_t to_confirm = 0;  ///< bytes read of which the other does not know yet
    bool end_received = false, confirming = false;

    std::deque<Datagram> datagrams{};

    Operations readers{}, writers{};

    [[nodiscard]] bool has(SocketOption option) const noexcept {
        return ((options >> static_cast<unsigned>(option)) & 1u) != 0;
    }
    [[nodiscard]] std::size_t readable() const noexcept { return received.size() - taken; }
};

}  // namespace fibrix::simulated
