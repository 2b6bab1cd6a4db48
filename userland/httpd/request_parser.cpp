#include "userland/httpd/request_parser.hpp"

#include <algorithm>

// One of Beast's assertions (n >= 5, about the last chunk) is wrong when that chunk comes in pieces and is the first:
// no client is to end a debug build.
#define BOOST_DISABLE_ASSERTS

#include <boost/beast/http/basic_parser.hpp>
#include <limits>
#include <memory>

namespace fibrix::httpd {

namespace http = boost::beast::http;
using boost::beast::error_code;
using Text = boost::beast::string_view;

namespace {

// Whether a request line ends as it has to, if in a version that we do not know: "HTTP/2.0".
bool names_version(std::string_view unread) {
    constexpr std::string_view form = " HTTP/0.0";
    const auto line = unread.substr(0, unread.find("\r\n"));
    if (line.size() < form.size() || line.size() == unread.size()) return false;
    const auto end = line.substr(line.size() - form.size());
    return std::equal(form.begin(), form.end(), end.begin(),
                      [](char expected, char c) { return expected == '0' ? c >= '0' && c <= '9' : c == expected; });
}

}  // namespace

// What Beast has found out is put into a Request. It reads one message only.
class RequestParser::Message final : public http::basic_parser<true> {
public:
    Message(Request& request, const RequestLimits& limits) : request_(request), longest_target_(limits.uri) {
        header_limit(std::numeric_limits<std::uint32_t>::max());  // it would forget what it has consumed
        body_limit(limits.body);
    }
    bool target_is_too_long = false;

private:
    void on_request_impl(http::verb method, Text name, Text target, int version, error_code& error) override {
        using Method = Request::Method;
        request_.method = method == http::verb::get       ? Method::get
                          : method == http::verb::head    ? Method::head
                          : method == http::verb::unknown ? Method::unknown
                                                          : Method::other;
        request_.version_1_1 = version >= 11;
        request_.method_name.assign(name.data(), name.size());
        target_is_too_long = target.size() > longest_target_;
        if (target_is_too_long) error = http::error::bad_target;
        else request_.target.assign(target.data(), target.size());
    }
    void on_field_impl(http::field field, Text, Text value, error_code&) override {
        if (is_header_done()) return;  // a trailer
        switch (field) {
            case http::field::host: ++request_.hosts; break;
            case http::field::range: request_.range.assign(value.data(), value.size()); break;
            case http::field::if_range: request_.if_range.assign(value.data(), value.size()); break;
            case http::field::if_modified_since: request_.if_modified_since.assign(value.data(), value.size()); break;
            case http::field::if_none_match:
                if (!request_.if_none_match.empty()) request_.if_none_match += ',';
                request_.if_none_match.append(value.data(), value.size());
                break;
            case http::field::expect: request_.waits_to_continue = true; break;
            default: break;
        }
    }
    void on_header_impl(error_code&) override { request_.keep_alive = keep_alive(); }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(Text body, error_code&) override { return body.size(); }
    void on_chunk_header_impl(std::uint64_t, Text, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text body, error_code&) override { return body.size(); }
    void on_finish_impl(error_code&) override {}
    void on_response_impl(int, Text, int, error_code&) override {}

    Request& request_;
    std::size_t longest_target_;
};

RequestParser::RequestParser(const RequestLimits& limits)
    : limits_(limits), message_(std::make_unique<Message>(request_, limits)) {}
RequestParser::~RequestParser() = default;

RequestParser::Found RequestParser::fail(Status status) noexcept {
    status_ = status;
    in_the_middle_ = false;
    return Found::error;
}

// What is wrong with it so far.
Status RequestParser::judge(const error_code& error, std::string_view unread) const {
    if (message_->target_is_too_long) return Status::uri_too_long;
    if (error == http::error::body_limit) return Status::content_too_large;
    if (error == http::error::bad_version && names_version(unread)) return Status::version_not_supported;
    if (error && error != http::error::need_more) return Status::bad_request;
    if (!message_->is_header_done() && header_ + unread.size() > limits_.header)
        return header_ == 0 && unread.find('\n') == unread.npos ? Status::uri_too_long : Status::header_too_large;
    if (!message_->is_header_done()) return Status::ok;
    if (header_ > limits_.header) return Status::header_too_large;
    const bool has_host = request_.hosts == 1 || (request_.hosts == 0 && !request_.version_1_1);
    return has_host ? Status::ok : Status::bad_request;
}

// Takes what stands between two requests, an empty line. False if nothing of a request has come.
bool RequestParser::begin(std::string_view& unread) {
    while (unread.starts_with("\r\n")) {
        unread.remove_prefix(2);
        consumed_ += 2;
    }
    if (unread.empty() || unread == "\r") return false;
    request_.clear();
    std::destroy_at(message_.get());
    std::construct_at(message_.get(), request_, limits_);
    header_ = 0;
    return in_the_middle_ = true;
}

RequestParser::Found RequestParser::next(std::string_view unread) {
    consumed_ = 0;
    if (!in_the_middle_ && !begin(unread)) return Found::nothing;
    const bool in_header = !message_->is_header_done();
    error_code error;
    while (!error && !message_->is_done() && !unread.empty()) {
        const bool of_header = !message_->is_header_done();
        const auto taken = message_->put(boost::asio::const_buffer(unread.data(), unread.size()), error);
        consumed_ += taken;
        if (of_header) header_ += taken;
        unread.remove_prefix(taken);
    }
    if (const auto verdict = judge(error, unread); verdict != Status::ok) return fail(verdict);
    in_the_middle_ = !message_->is_done();
    if (!in_the_middle_) return Found::request;
    return in_header && message_->is_header_done() && request_.waits_to_continue ? Found::waiting : Found::nothing;
}

}  // namespace fibrix::httpd
