// Takes requests out of what a client has sent: Boost.Beast's parser, fed from the connection's buffer.
//
// Beast is heavy to compile, so that only request_parser.cpp includes it. A body is read and dropped.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "userland/httpd/request.hpp"
#include "userland/httpd/status.hpp"

namespace boost::system {
class error_code;
}

namespace fibrix::httpd {

/// In bytes.
struct RequestLimits {
    std::size_t header = 8192;  ///< request line and fields
    std::size_t uri = 4096;
    std::size_t body = 1024 * 1024;
};

class RequestParser {
public:
    enum class Found : std::uint8_t {
        nothing,  ///< more has to come
        waiting,  ///< more has to come, but the client waits to be told so
        request,  ///< a whole one, body and all
        error     ///< nothing can be made of it, or of what follows
    };
    explicit RequestParser(const RequestLimits& limits);
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;
    ~RequestParser();

    /// Goes on at `unread`. Of that, `consumed()` bytes are not to be given again, whatever was found.
    Found next(std::string_view unread);
    [[nodiscard]] std::size_t consumed() const noexcept { return consumed_; }
    /// Something of a request has come, but not all.
    [[nodiscard]] bool in_the_middle() const noexcept { return in_the_middle_; }
    /// Until the next call of `next`. After an error, as much of it as is known.
    [[nodiscard]] const Request& request() const noexcept { return request_; }
    /// What an error is to be answered with.
    [[nodiscard]] Status status() const noexcept { return status_; }

private:
    class Message;

    Found fail(Status status) noexcept;
    bool begin(std::string_view& unread);
    [[nodiscard]] Status judge(const boost::system::error_code& error, std::string_view unread) const;

    const RequestLimits& limits_;
    Request request_;
    std::unique_ptr<Message> message_;
    std::size_t consumed_ = 0, header_ = 0;  // bytes: of this call; of this header so far
    bool in_the_middle_ = false;
    Status status_ = Status::ok;
};

}  // namespace fibrix::httpd
