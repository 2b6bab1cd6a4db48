// The simulated network: hosts with names and addresses, the ways between them, and their sockets.
//
// Every operation about sockets means here what it means on Linux, as far as a program can see it. Streams are
// reliable and in order; what goes wrong on the way is repeated until it arrives, or the connection is given up.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kernel/world/simulated/fault.hpp"
#include "kernel/world/simulated/latency.hpp"
#include "kernel/world/simulated/socket.hpp"

namespace fibrix::simulated {

/// The address of no host, which as a socket's own stands for all of a host's.
SocketAddress nowhere(SocketAddress::Family family) noexcept;
/// Leads from a host to itself.
bool is_loopback(const SocketAddress& address) noexcept;

class Network {
public:
    Network(Timeline& timeline, Faults& faults, std::uint64_t seed)
        : timeline_(timeline), faults_(faults), delays_(seed, "latency"), pieces_(seed, "pieces") {}
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;

    // -- Hosts ------------------------------------------------------------------------------------------------------

    /// Its address is 10.0.0.N, N being 1 for the first. What completes on it goes to `finished`.
    HostNumber add_host(std::string name, Operations& finished);
    void set_latency(const Latency& latency) { latency_ = latency; }
    /// Without power all its sockets are gone, and nobody is told.
    void cut_power(HostNumber host);
    void restore_power(HostNumber host) { hosts_[host].powered = true; }
    /// Whether anything gets from one to the other, in this direction.
    void set_blocked(HostNumber from, HostNumber to, bool blocked) { way(from, to).blocked = blocked; }
    /// Everything gets through again.
    void unblock_all() { ways_.clear(); }
    [[nodiscard]] static SocketAddress address_of(HostNumber host, SocketAddress::Family family) noexcept;

    // -- Operations -------------------------------------------------------------------------------------------------

    /// True if it is done; else it waits. Only codes about sockets.
    bool submit(HostNumber host, Operation& operation);
    static constexpr Outside first_number = 1 << 20;  ///< far above what a console has

private:
    struct Host {
        std::string name;
        Operations* finished;
        bool powered = true;
        std::map<Outside, SocketRef> sockets{};
        std::set<std::string> paths{};  // names of local sockets, which stay
        std::uint16_t next_port = 32768;
    };
    struct Way {
        bool blocked = false;
        Time clogged_until{};
    };

    // naming.cpp
    void make_socket(HostNumber host, Operation& operation);
    void resolve(HostNumber host, Operation& operation);
    void bind(Socket& socket, Operation& operation);
    void listen(Socket& socket, Operation& operation);
    static void name_of(const Socket& socket, Operation& operation);
    static void set_option(Socket& socket, Operation& operation);
    [[nodiscard]] bool is_own_address(HostNumber host, const SocketAddress& address) const;
    [[nodiscard]] bool conflicts(const Socket& socket, const SocketAddress& wanted, bool to_listen) const;
    bool bind_somewhere(Socket& socket, const SocketAddress& from);
    [[nodiscard]] std::optional<HostNumber> host_at(HostNumber from, const SocketAddress& address) const;
    [[nodiscard]] static SocketAddress name_for(const Socket& socket, const SocketAddress& to, HostNumber host);
    [[nodiscard]] SocketRef find_bound(HostNumber host, const SocketAddress& address, bool datagram) const;

    // network.cpp
    SocketRef find(HostNumber host, Outside descriptor) const;
    void begin(const SocketRef& socket, Operation& operation, bool reading);
    bool attempt(const SocketRef& socket, Operation& operation);
    void look_again(const SocketRef& socket);
    bool poll(const Socket& socket, Operation& operation) const;
    void finish(HostNumber host, Operation& operation);

    // connection.cpp
    bool connect(const SocketRef& socket, Operation& operation);
    bool begin_connect(const SocketRef& socket, const SocketAddress& to, Operation& operation);
    bool accept(const SocketRef& socket, Operation& operation);
    bool receive(const SocketRef& socket, Operation& operation);
    bool send(const SocketRef& socket, Operation& operation);
    void shut_down(const SocketRef& socket, Operation& operation);
    void refuse_waiting(Socket& listener);
    void close(const SocketRef& socket);
    [[nodiscard]] std::size_t room(const Socket& socket) const;
    static bool tell_error(Socket& socket, Operation& operation);
    std::size_t shortened(std::size_t bytes);

    // lane.cpp
    void put(const SocketRef& from, Piece piece);
    void move(const SocketRef& from);
    void arrive(const SocketRef& from);
    void wait_for_the_way(const SocketRef& from);
    void hand_over(const SocketRef& from, const Piece& piece);
    void greet(const SocketRef& client);
    void answer(const SocketRef& client, Errno why);
    void break_off(const SocketRef& socket, Errno why);
    void confirm(const SocketRef& reader);
    void confirm_after(Duration span, const SocketRef& reader);
    void go_wrong(const SocketRef& from);
    Duration delay(HostNumber from, HostNumber to, std::size_t bytes);
    [[nodiscard]] bool is_open(HostNumber from, HostNumber to) const;
    Way& way(HostNumber from, HostNumber to) { return ways_[{from, to}]; }

    // datagram.cpp
    bool send_datagram(const SocketRef& socket, Operation& operation);
    static bool receive_datagram(Socket& socket, Operation& operation);
    void deliver_datagram(HostNumber host, const SocketAddress& to, const Datagram& datagram);

    Timeline& timeline_;
    Faults& faults_;
    Chance delays_, pieces_;
    Latency latency_;
    std::vector<Host> hosts_;
    std::map<std::pair<HostNumber, HostNumber>, Way> ways_;
    Outside numbered_ = first_number;
};

}  // namespace fibrix::simulated
