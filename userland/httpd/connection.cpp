#include "userland/httpd/connection.hpp"

#include <cstring>

#include "userland/httpd/server.hpp"

namespace fibrix::httpd {

Connection::Connection(Server& server, Stream& stream)
    : server_(server),
      stream_(stream),
      parser_(server.options.limits),
      room_(server.options.limits.header + beyond_header),
      in_(std::make_unique_for_overwrite<char[]>(room_)),
      place_(server.connections.insert(server.connections.end(), this)) {
    if (!server_.options.log) return;
    const auto peer = sys::peer_name(stream_.handle());
    if (peer) peer_ = to_string(*peer);
    peer_.resize(std::min(peer_.size(), peer_.rfind(':')));
}

Connection::~Connection() { server_.connections.erase(place_); }

void Connection::serve() {
    while (open_ && receive()) answer_batch();
    if (parting_) part();
}

void Connection::end_if_idle() noexcept {
    if (idle_) sys::shutdown(stream_.handle(), sys::Direction::both);
}

// False if the client is gone, or has let us wait too long.
bool Connection::receive() {
    if (begin_ == end_) begin_ = end_ = 0;
    if (begin_ > 0 && end_ == room_) {
        std::memmove(in_.get(), in_.get() + begin_, end_ - begin_);
        end_ -= std::exchange(begin_, 0);
    }
    const auto room = std::as_writable_bytes(std::span(in_.get() + end_, room_ - end_));
    const bool between = !parser_.in_the_middle();
    auto& others = server_.connections;
    idle_ = between;
    if (between && place_ != std::prev(others.end())) others.splice(others.end(), others, place_);
    const auto span = served_ ? server_.options.idle : server_.options.patience;
    const auto received = stream_.receive(room, between ? Deadline::after(span) : Deadline(until_));
    idle_ = false;
    if (received) end_ += *received;
    else if (received.error() == Errno::timedout && !between) refuse(Status::request_timeout);
    return received && *received > 0;
}

// Answers all requests that are complete.
void Connection::answer_batch() {
    server_.clock.read();
    out_ = server_.take_buffer();
    const bool began = parser_.in_the_middle();
    bool another = !began;
    while (open_ && answer_next()) {
        another = true;
        if (out_.size() >= flush_at) flush();
    }
    if (parser_.in_the_middle() && another) until_ = server_.clock.now() + server_.options.patience;
    flush();
    server_.give_back(std::move(out_));
}

// False if the next request is not complete.
bool Connection::answer_next() {
    using Found = RequestParser::Found;
    const auto found = parser_.next(unread());
    begin_ += parser_.consumed();
    switch (found) {
        case Found::request: {
            const auto& request = parser_.request();
            served_ = true;
            const bool keep = request.keep_alive && !server_.stopping();
            answer(server_.site.answer(request, server_.clock), keep);
            return true;
        }
        case Found::error: refuse(parser_.status()); return false;
        case Found::waiting: return let_continue();
        case Found::nothing:
            if (unread().size() == room_) refuse(Status::header_too_large);  // a chunk's header, or a trailer
            return false;
    }
    return false;
}

// Somebody asks before a body is sent. What is no use to us need not come.
bool Connection::let_continue() {
    const auto method = parser_.request().method;
    if (method == Request::Method::get || method == Request::Method::head) out_ += "HTTP/1.1 100 Continue\r\n\r\n";
    else answer(server_.site.answer(parser_.request(), server_.clock), false);
    return false;
}

void Connection::answer(const Answer& answer, bool keep) {
    put_header(answer, keep);
    const bool with_body = parser_.request().method != Request::Method::head;
    if (with_body) put_body(answer);
    if (!keep) {
        open_ = false;
        parting_ = true;
    }
    if (server_.options.log)
        server_.log.add(peer_, parser_.request(), answer.status, with_body ? answer.count : 0, server_.clock.seconds());
}

void Connection::put_header(const Answer& answer, bool keep) {
    if (answer.status == Status::ok) out_ += "HTTP/1.1 200 OK\r\n";
    else
        fmt::format_to(std::back_inserter(out_), "HTTP/1.1 {} {}\r\n", static_cast<int>(answer.status),
                       reason(answer.status));
    out_ += server_.clock.fields();
    if (answer.all_of_content) out_ += answer.content->fields;
    out_ += answer.fields;
    if (!keep) out_ += "Connection: close\r\n";
    else if (!parser_.request().version_1_1) out_ += "Connection: keep-alive\r\n";
    out_ += "\r\n";
}

void Connection::put_body(const Answer& answer) {
    if (answer.content == nullptr) {
        out_ += answer.page;
    } else if (const auto& file = answer.content->file) {
        put_file(*file, answer.first, answer.count);
    } else {
        const auto body = std::string_view(answer.content->bytes)
                              .substr(static_cast<std::size_t>(answer.first), static_cast<std::size_t>(answer.count));
        if (body.size() <= flush_at) out_ += body;
        else if (flush()) send(body);  // a copy would cost more than one more send
    }
}

// Piece by piece, each when the client has taken those before it.
void Connection::put_file(const File& file, std::int64_t at, std::int64_t left) {
    while (left > 0 && open_) {
        const auto before = out_.size();
        const auto piece = std::min<std::size_t>(static_cast<std::size_t>(left), flush_at);
        out_.resize(before + piece);
        const auto got = sys::pread(file.handle(), std::as_writable_bytes(std::span(out_).subspan(before)), at);
        out_.resize(before + (got ? *got : 0));
        if (!got || *got == 0) {  // it has become shorter: only the end of the connection can tell
            open_ = false;
            return;
        }
        at += static_cast<std::int64_t>(*got);
        left -= static_cast<std::int64_t>(*got);
        if (left > 0) flush();
    }
}

// Nothing that follows can be understood.
void Connection::refuse(Status status) {
    server_.clock.read();
    answer(Answer::about(status), false);
    flush();
}

bool Connection::flush() {
    const bool sent = send(out_);
    out_.clear();
    return sent;
}

bool Connection::send(std::string_view bytes) {
    auto data = std::as_bytes(std::span(bytes));
    while (!data.empty()) {
        const auto taken = sys::send(stream_.handle(), data, Deadline::after(server_.options.idle));
        if (!taken) {
            open_ = parting_ = false;
            return false;
        }
        data = data.subspan(*taken);
    }
    return true;
}

// Closing with something unread would take back what was sent: what still comes is thrown away first.
void Connection::part() {
    if (!stream_.finish_sending()) return;
    const auto unheard = std::as_writable_bytes(std::span(in_.get(), room_));
    const auto until = sys::fixed(Deadline::after(server_.options.farewell));
    for (auto more = stream_.receive(unheard, until); more && *more > 0;) more = stream_.receive(unheard, until);
}

}  // namespace fibrix::httpd
