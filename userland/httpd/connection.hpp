// One client's connection: a task that reads like blocking code.
//
// It receives what is there, answers all requests that are complete, and sends all answers at once: in the usual case
// one receive and one send for a request. A client that does not read makes its own task wait in the send.
#pragma once

#include <list>
#include <memory>
#include <string>

#include "syscalls/sys.hpp"
#include "userland/httpd/answer.hpp"
#include "userland/httpd/request_parser.hpp"

namespace fibrix::httpd {

class Server;

class Connection {
public:
    Connection(Server& server, Stream& stream);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    /// Serves the client until it goes, or has to. Parks.
    void serve();
    /// It waits for a request of which nothing has come yet.
    [[nodiscard]] bool idle() const noexcept { return idle_; }
    /// Ends it if it is idle. Never parks.
    void end_if_idle() noexcept;

private:
    static constexpr std::size_t flush_at = 64 * 1024;  // bytes of answers that are sent together
    static constexpr std::size_t beyond_header = 1024;  // a header that is too long has room to be seen as that

    bool receive();
    void answer_batch();
    bool answer_next();
    bool let_continue();
    void answer(const Answer& answer, bool keep);
    void put_header(const Answer& answer, bool keep);
    void put_body(const Answer& answer);
    void put_file(const File& file, std::int64_t at, std::int64_t left);
    void refuse(Status status);
    bool flush();
    bool send(std::string_view bytes);
    void part();

    [[nodiscard]] std::string_view unread() const noexcept { return {in_.get() + begin_, end_ - begin_}; }

    Server& server_;
    Stream& stream_;
    RequestParser parser_;
    std::size_t room_, begin_ = 0, end_ = 0;  // of `in_`: its size, and what of it is unread
    std::unique_ptr<char[]> in_;
    std::string out_;   // from the server's stock, while a batch is answered
    std::string peer_;  // for the log
    Time until_{};      // when the request that is under way has to be here
    bool open_ = true, parting_ = false, idle_ = false, served_ = false;
    std::list<Connection*>::iterator place_;  // in the server's list
};

}  // namespace fibrix::httpd
