// One client's connection: a task that reads like blocking code.
//
// It receives what is there, carries out all commands that are complete, and sends all replies at once. A client that
// does not read makes its own task wait in that send; meanwhile nothing is received from it, so that it costs no more
// than a batch of replies. One that listens gets a second task, which sends what others publish to it; if it leaves
// too much lying, it is closed. Both send under a mutex, so that replies and messages stay whole and in order.
#pragma once

#include <optional>

#include "syscalls/sys.hpp"
#include "userland/kv/command.hpp"
#include "userland/kv/receive_buffer.hpp"
#include "userland/kv/request_parser.hpp"

namespace fibrix::kv {

class Server;

class Connection final : private Client {
public:
    Connection(Server& server, Stream& stream);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    /// Serves the client until it goes, or has to. Parks.
    void serve();

private:
    static constexpr std::size_t flush_at = 64 * 1024;                // replies of a long batch are sent in between
    static constexpr std::size_t most_unread = 1024UL * 1024 * 1024;  // of one command; as much as redis takes

    bool carry_out_batch();
    bool settle();
    void save();
    bool flush();
    void deliver();
    void start_delivering();
    void tell() override;

    Server& server_;
    Stream& stream_;
    ReceiveBuffer in_;
    RequestParser parser_;
    Reply sending_;                    // on its way, under the mutex
    Mutex sender_;                     // whose turn it is to send
    Event published_;                  // others have put something into `out`
    std::optional<Nursery> delivery_;  // last: its task uses the others
};

}  // namespace fibrix::kv
